const IS_WORKERD = globalThis.navigator?.userAgent === "Cloudflare-Workers";

/**
 * Returns the value of a header. Throws for characters that workerd would send in another encoding, with a warning:
 * other runtimes refuse those outside Latin-1 themselves.
 */
export function sendable(value: string): string {
  if (IS_WORKERD && /[^\x20-\x7e]/.test(value)) throw new TypeError("cannot be sent in a header");
  return value;
}
