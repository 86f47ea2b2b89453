import { formatValue } from "../../support/format-value.ts";

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Parses a duration into milliseconds.
 *
 * @param name The option's name, for error messages.
 * @param value Milliseconds, or a string of numbers and units: `"61m"`, `"1h30m"`, `"500ms"`.
 * @throws {TypeError} When the duration is invalid or negative.
 */
export function milliseconds(name: string, value: number | string): number {
  const read = typeof value === "string" ? fromText(value) : value;
  if (Number.isFinite(read) && read >= 0) return read;
  throw new TypeError(
    `${name}: expected milliseconds or a string such as "61m", "1h30m" or "500ms", got ${
      formatValue(value)
    }`,
  );
}

function fromText(text: string): number {
  if (!/^\s*(?:\d+(?:\.\d+)?\s*(?:ms|s|m|h|d)\s*)+$/.test(text)) return NaN;
  let total = 0;
  for (const [, amount, unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)/g)) {
    total += Number(amount) * (UNITS[unit] ?? NaN);
  }
  return total;
}
