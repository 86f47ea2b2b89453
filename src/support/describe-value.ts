import { attempt } from "./attempt.ts";

const LONGEST = 60;
const MASK = "[redacted]";

/**
 * Formats a caller's value for an error message: as JSON, shortened. It never throws, also for a value that
 * JSON cannot represent. What looks like a secret or a token is not shown: it may be one, in the wrong place.
 */
export function describeValue(value: unknown): string {
  // JSON shows NaN and Infinity as null.
  if (typeof value === "number") return String(value);
  // A BigInt, a cycle, a getter or a toJSON() that throws.
  return mistaken(value) ??
    shortened(withoutSecrets(attempt(() => JSON.stringify(value)) ?? plainText(value)));
}

/** Names a value that is often passed in place of what it leads to, and says what to do. */
export function mistaken(value: unknown): string | undefined {
  if (value instanceof AbortController) return "an AbortController; pass its signal";
  const then = attempt<unknown>(() => Reflect.get(Object(value), "then"));
  return typeof then === "function" ? "a Promise; await it" : undefined;
}

/** The beginning of a text that is too long for an error message. */
export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Masks everything in a caller's text that looks like a secret or a token: long, and with letters and digits. */
export function withoutSecrets(text: string): string {
  return text.replace(/[\w+/=%.~-]{40,}/g, (run) => {
    const isRandom = /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);
    return isRandom ? MASK : run;
  });
}

function plainText(value: unknown): string {
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
