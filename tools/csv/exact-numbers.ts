/** A number with at most this many digits is exact. */
const EXACT_DIGITS = 15;
/** Only a text with many digits, or with an exponent, can have a number that is not exact. */
const MAY_BE_INEXACT = /\d[\d.]{14}|\de/i;
/** Without a choice in a loop, which needs stack for each character. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/gs;
const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi;

/** The first number in a JSON text that JavaScript cannot represent, so that reading it would change it. */
export function inexactNumber(json: string): string | undefined {
  if (!MAY_BE_INEXACT.test(json)) return undefined;
  const numbers = json.replace(STRING, "").match(NUMBER) ?? [];
  return numbers.find((text) => !isExact(text));
}

function isExact(text: string): boolean {
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  const digits = digitsOf(text);
  // The smallest numbers become 0.
  if (value === 0) return digits === "";
  return digits.length <= EXACT_DIGITS || digits === digitsOf(String(value));
}

/** The digits that matter, without sign, point, exponent, and zeros at both ends. */
function digitsOf(number: string): string {
  return number.replace(/e.*$/i, "").replace(/\D/g, "").replace(/^0+|0+$/g, "");
}
