import type { JsonValue } from "../../mod.ts";

/** A number with at most this many digits is exact. */
const EXACT_DIGITS = 15;

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
 * A number that JavaScript cannot represent exactly stays text.
 */
export function valueOf(cell: string): JsonValue | undefined {
  if (cell === "") return undefined;
  if (!/^\s*["[{tfn\d-]/.test(cell)) return cell;
  let value: JsonValue;
  try {
    value = JSON.parse(cell);
  } catch {
    return cell;
  }
  return typeof value === "number" && !isExact(value, cell) ? cell : value;
}

function isExact(value: number, cell: string): boolean {
  if (!Number.isFinite(value)) return false;
  const digits = cell.replace(/e.*$/i, "").replace(/[^\d]/g, "").replace(/^0+/, "");
  return digits.length <= EXACT_DIGITS || JSON.stringify(value) === cell.trim();
}
