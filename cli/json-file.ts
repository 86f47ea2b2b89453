import { readFile } from "node:fs/promises";

/**
 * Reads a file that holds a JSON object.
 *
 * @throws {Error} When the file cannot be read, is not valid JSON, or does not hold an object.
 */
export async function readJsonObject(path: string): Promise<object> {
  const content: unknown = JSON.parse(withoutByteOrderMark(await readFile(path, "utf8")));
  if (typeof content === "object" && content !== null) return content;
  throw new TypeError(`expected a JSON object, got ${JSON.stringify(content)}`);
}

/** Removes the byte order mark that some editors add. */
function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}
