// Saved now, before a test runner can replace it.
const RealDate = Date;

/** The latest time a `Date` can hold, in milliseconds since 1970. The earliest is its negative. */
export const LATEST = 8.64e15;

/** Converts a date, an ISO 8601 string or milliseconds to milliseconds since 1970. */
export function instant(value: unknown): number | undefined {
  const time = timeOf(value);
  return time !== undefined && Math.abs(time) <= LATEST ? time : undefined;
}

function timeOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" || isDate(value) ? new RealDate(value).getTime() : undefined;
}

/** Whether a value is a date, also one of another realm or of fake timers. */
function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === "[object Date]";
}
