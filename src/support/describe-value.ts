import { attempt } from "./attempt.ts";

const LONGEST = 60;

/**
 * Formats a caller's value for an error message: as JSON, shortened. It never throws, also for a value that
 * JSON cannot represent.
 */
export function describeValue(value: unknown): string {
  // A BigInt, a cycle, a getter or a toJSON() that throws.
  const text = attempt(() => JSON.stringify(value)) ?? plainText(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function plainText(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
