import { lossInJson } from "./json-value.ts";

/**
 * Serializes the body of a request as JSON. Calls without a body do not use it, so that a bundle without calls
 * that write does not contain it.
 *
 * @param path The path of the request, for the message.
 * @throws {TypeError} When JSON would silently drop or change a part of it. The message names its path.
 */
export function jsonText(value: unknown, path: string): string {
  const loss = lossInJson(value, "body");
  if (loss !== undefined) throw new TypeError(`${path}: ${loss}`);
  return JSON.stringify(value);
}
