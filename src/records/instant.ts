/**
 * A moment as the API takes it: ISO 8601 with `Z` or an offset.
 *
 * A `Date`, `Temporal.Instant`, day.js, Luxon and whatever else turns into such a text with
 * `toISOString()` or `toJSON()` is taken.
 */
export type Instant =
  | string
  | { toISOString(): string }
  | { toJSON(): string | null };

// Hours are enough for an offset; years may have six digits and a sign, as dates far away have.
const WITH_OFFSET =
  /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:[.,]\d{1,12})?)?(?:Z|[+-]\d\d(?::?\d\d)?)$/i;
const LONGEST = 60;

/**
 * The text of a moment, or what is wrong with it.
 *
 * @param moment What the caller gave.
 */
export function instantText(moment: unknown): { text: string } | { problem: string } {
  const text = textOf(moment);
  if (text === undefined) {
    return { problem: `expected a Date or an ISO 8601 text, got ${shown(moment)}` };
  }
  // As Temporal.ZonedDateTime writes it: 2026-01-02T03:04:05+01:00[Europe/Berlin].
  const plain = text.length > LONGEST + 40 ? text : text.replace(/\[[^\]]*\]$/, "");
  if (plain.length > LONGEST || !WITH_OFFSET.test(plain)) {
    const isDate = /^\d{4}-\d\d-\d\d(?:$|[T ])/.test(text);
    return {
      problem: isDate
        ? `${shown(text)} names no moment without an offset: add Z or an offset such as +01:00`
        : `expected a Date or an ISO 8601 text, got ${shown(moment)}`,
    };
  }
  if (Number.isNaN(Date.parse(plain.replace(",", ".").replace(/([+-]\d\d)$/, "$1:00")))) {
    return { problem: `${shown(text)} is no date of the calendar` };
  }
  return { text: plain };
}

/**
 * The text of a moment.
 *
 * @param name What it is, as an error will name it.
 * @throws {TypeError} When it names no moment.
 */
export function expectInstant(name: string, moment: Instant): string {
  const result = instantText(moment);
  if ("text" in result) return result.text;
  throw new TypeError(`${name}: ${result.problem}`);
}

function textOf(moment: unknown): string | undefined {
  if (typeof moment === "string") return moment;
  if (typeof moment !== "object" || moment === null) return undefined;
  for (const name of ["toISOString", "toJSON"]) {
    const method: unknown = Reflect.get(moment, name);
    if (typeof method !== "function") continue;
    try {
      const text: unknown = Reflect.apply(method, moment, []);
      return typeof text === "string" ? text : undefined;
    } catch {
      // An invalid Date says so by throwing.
      return undefined;
    }
  }
  return undefined;
}

function shown(value: unknown): string {
  if (value instanceof Date) return "an invalid Date";
  const text = typeof value === "object" && value !== null
    ? "an object"
    : JSON.stringify(value) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
