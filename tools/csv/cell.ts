import type { JsonValue } from "../../mod.ts";
import { inexactNumber } from "./exact-numbers.ts";

/**
 * Writes a value as the text of a CSV cell. A text stays as it is, unless it is empty or would be read as something
 * else: then it is a JSON string. Other values are JSON. A missing value is an empty cell.
 */
export function cellOf(value: JsonValue | undefined): string {
  if (value === undefined) return "";
  if (typeof value !== "string") return JSON.stringify(value);
  const isPlain = value !== "" && !/\p{Surrogate}/u.test(value) && valueOf(value) === value;
  return isPlain ? value : JSON.stringify(value);
}

/**
 * Reads the text of a CSV cell: an empty one is missing (`undefined`), JSON is its value, and anything else is text.
 * JSON with a number that JavaScript cannot represent exactly stays text.
 */
export function valueOf(cell: string): JsonValue | undefined {
  if (cell === "") return undefined;
  if (!/^\s*["[{tfn\d-]/.test(cell)) return cell;
  try {
    const value: JsonValue = JSON.parse(cell);
    return inexactNumber(cell) === undefined ? value : cell;
  } catch {
    return cell;
  }
}
