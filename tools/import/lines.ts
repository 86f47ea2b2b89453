/** Splits text into lines, without their line breaks. A line break at the end is not another line. */
export async function* linesOf(
  chunks: AsyncIterable<string>,
): AsyncGenerator<string, void, undefined> {
  let parts: string[] = [];
  for await (const chunk of chunks) {
    const [first = "", ...others] = chunk.split("\n");
    parts.push(first);
    for (const next of others) {
      yield withoutReturn(parts.join(""));
      parts = [next];
    }
  }
  const last = parts.join("");
  if (last !== "") yield withoutReturn(last);
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
