import { readFile } from "node:fs/promises";

/**
 * Reads a file that holds a JSON object.
 *
 * @throws {Error} When it cannot be read, is no JSON, or holds something else.
 */
export async function readJsonObject(path: string): Promise<object> {
  const content: unknown = JSON.parse(withoutByteOrderMark(await readFile(path, "utf8")));
  if (typeof content === "object" && content !== null) return content;
  throw new TypeError(`expected a JSON object, got ${JSON.stringify(content)}`);
}

/** A text without the byte order mark that some editors put before it. */
function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}
