import { readFile } from "node:fs/promises";

/**
 * Reads a file that holds a JSON object.
 *
 * @returns `undefined` when the file is empty.
 * @throws {Error} When the file cannot be read, is not valid JSON, or does not hold an object.
 */
export async function readJsonObject(path: string): Promise<object | undefined> {
  const text = withoutByteOrderMark(await readFile(path, "utf8"));
  if (text.trim() === "") return undefined;
  const content = parse(text);
  if (typeof content === "object" && content !== null) return content;
  throw new TypeError(`expected a JSON object, got ${JSON.stringify(content)}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TypeError(`it is not valid JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** Removes the byte order mark that some editors add. */
function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}
