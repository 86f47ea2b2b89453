// Saved now, before a test runner can replace it.
const RealDate = Date;

/** The latest time a `Date` can hold, in milliseconds since 1970. The earliest is its negative. */
export const LATEST = 8.64e15;

/** Converts a date, an ISO 8601 string or milliseconds to milliseconds since 1970. */
export function instant(value: Date | number | string): number | undefined {
  const time = typeof value === "number" ? value : new RealDate(value).getTime();
  return Math.abs(time) <= LATEST ? time : undefined;
}
