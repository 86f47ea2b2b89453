/** What a wrong argument is, for messages. Without its value, which may be data of a customer. */
export function kindOfValue(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return "an array";
  if (value instanceof Promise) return "a Promise: await it";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
