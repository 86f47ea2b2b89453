import { attempt } from "../support/attempt.ts";
import { describeValue } from "../support/describe-value.ts";

/**
 * A point in time: an ISO 8601 string with `Z` or an offset, or an object whose `toISOString()` or
 * `toJSON()` returns one, such as a `Date`, a `Temporal.Instant`, or a day.js or Luxon object.
 */
export type Instant =
  | string
  | { toISOString(): string }
  | { toJSON(): string | null };

// An offset may have hours only. Years far from now have a sign and six digits.
const WITH_OFFSET =
  /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:[.,]\d{1,12})?)?(?:Z|[+-]\d\d(?::?\d\d)?)$/i;
// With the longest name of a time zone.
const LONGEST = 100;

/**
 * Returns a time as an ISO 8601 string, or what is wrong with it.
 *
 * @param moment The caller's value.
 */
export function instantText(moment: unknown): { text: string } | { problem: string } {
  const text = textOf(moment) ?? "";
  // The format of Temporal.ZonedDateTime: 2026-01-02T03:04:05+01:00[Europe/Berlin].
  const plain = text.length > LONGEST ? text : text.replace(/\[[^\]]*\]$/, "");
  if (WITH_OFFSET.test(plain)) {
    const complete = completed(plain);
    return Number.isNaN(Date.parse(complete))
      ? { problem: `${shown(text)} is not a valid date` }
      : { text: complete };
  }
  const utc = text.endsWith("Z")
    ? {}
    : instantText(`${text.replace(/^.{10}$/, "$&T00:00").replace(" ", "T")}Z`);
  return {
    problem: "text" in utc
      ? `${shown(text)} has no time zone: add one, as in ${utc.text}`
      : `expected a Date or an ISO 8601 string, got ${shown(moment)}`,
  };
}

/** In a form that every server can read: with seconds, and with minutes of the offset. */
function completed(text: string): string {
  return text.toUpperCase().replace(",", ".").replace(/(T\d\d:\d\d)(?!:)/, "$1:00")
    .replace(/([+-]\d\d)(\d\d)$/, "$1:$2").replace(/([+-]\d\d)$/, "$1:00");
}

/**
 * Returns a time as an ISO 8601 string.
 *
 * @param name The name of the value in error messages.
 * @throws {TypeError} When it is not a valid time with a time zone.
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
    // An invalid Date throws here.
    const text = attempt<unknown>(() => Reflect.apply(method, moment, []));
    return typeof text === "string" ? text : undefined;
  }
  return undefined;
}

function shown(value: unknown): string {
  if (value instanceof Date) return "an invalid Date";
  return typeof value === "object" && value !== null ? "an object" : describeValue(value);
}
