import { expectId } from "../support/expect-id.ts";

/**
 * An ID as a part of a path.
 *
 * @param name The name of the argument, for the error.
 * @throws {TypeError} When it is not a string, or one that would make the path another one.
 */
export function pathSegment(name: string, id: string): string {
  expectId(name, id);
  return encodeURIComponent(id);
}
