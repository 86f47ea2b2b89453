import { attempt } from "./attempt.ts";

const LONGEST = 60;

/**
 * Formats a caller's value for an error message: as JSON, shortened. It never throws, also for a value that
 * JSON cannot represent.
 */
export function describeValue(value: unknown): string {
  // A BigInt, a cycle, a getter or a toJSON() that throws.
  return shortened(attempt(() => JSON.stringify(value)) ?? plainText(value));
}

/** The beginning of a text that is too long for an error message. */
export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function plainText(value: unknown): string {
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
