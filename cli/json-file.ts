import { readFile } from "node:fs/promises";
import { withoutByteOrderMark } from "./byte-order-mark.ts";
import { messageOf } from "./fail.ts";

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
  if (typeof content === "object" && content !== null && !Array.isArray(content)) return content;
  const found = Array.isArray(content) ? "an array" : JSON.stringify(content).slice(0, 60);
  throw new TypeError(`expected a JSON object, got ${found}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TypeError(`it is not valid JSON: ${withoutQuotes(messageOf(error))}`);
  }
}

/**
 * A message without the text of the file that runtimes quote, because that may be a secret. Single characters
 * stay, as in `Expected ','`.
 */
function withoutQuotes(message: string): string {
  return message
    .replace(/'.'|["'`].*$/gs, (quoted) => quoted.length === 3 ? quoted : "")
    .replace(/[\s,.]+$/, "");
}
