const TOKEN = /eyJ[\w-]+(?:\.[\w-]*)*/g;

/** A run of base64 that is long enough for a secret, also with escaped characters. */
const LONG_BASE64 = /[A-Za-z\d+/\\%]{40,}={0,2}/g;

const MASK = "[redacted]";

/**
 * Returns a text on one line, without tokens and secrets, and shortened.
 *
 * @param limit The maximum number of characters.
 */
export function redacted(text: string, limit: number): string {
  const shown = text.replace(TOKEN, MASK).replace(LONG_BASE64, MASK).replace(/\s+/g, " ").trim();
  return shown.length > limit ? `${shown.slice(0, limit)}…` : shown;
}
