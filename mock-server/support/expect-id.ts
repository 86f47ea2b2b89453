import { formatValue } from "./format-value.ts";

/**
 * Checks that a value can be an ID: a string that can be a part of a path.
 *
 * @param name The name of the argument, for the error.
 * @throws {TypeError} When it is not.
 */
export function expectId(name: string, id: string): void {
  if (typeof id === "string" && !["", ".", ".."].includes(id)) return;
  throw new TypeError(`${name}: expected an ID, got ${formatValue(id)}.`);
}
