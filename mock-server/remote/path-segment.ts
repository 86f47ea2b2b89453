import { formatValue } from "../support/format-value.ts";

/**
 * An ID as a part of a path.
 *
 * @param name The name of the argument, for the error.
 * @throws {TypeError} When it is not a string, or one that would make the path another one.
 */
export function pathSegment(name: string, id: string): string {
  if (typeof id === "string" && !["", ".", ".."].includes(id)) return encodeURIComponent(id);
  throw new TypeError(`${name}: expected an ID, got ${formatValue(id)}.`);
}
