const LONGEST = 60;
const MASK = "[redacted]";

/**
 * Formats a caller's value for an error message: as JSON, shortened. It never throws, also for a value that
 * JSON cannot represent. What looks like a secret or a token is not shown: it may be one, in the wrong place.
 */
export function describeValue(value: unknown): string {
  const text = withoutSecrets(jsonOf(value) ?? plainText(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Masks everything in a caller's text that looks like a secret or a token: long, and with letters and digits. */
export function withoutSecrets(text: string): string {
  return text.replace(/[\w+/=%.~-]{40,}/g, (run) => {
    const isRandom = /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);
    return isRandom ? MASK : run;
  });
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // A BigInt, a cycle, a getter or a toJSON() that throws.
    return undefined;
  }
}

function plainText(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
