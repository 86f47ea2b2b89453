/** Whether a value is a string that can follow `Bearer` in a header (RFC 6750, b64token). */
export function isToken(value: unknown): value is string {
  return typeof value === "string" && /^[\w\-.~+/]+=*$/.test(value);
}
