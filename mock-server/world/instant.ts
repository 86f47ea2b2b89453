// Taken now, before a test runner can put its own in its place.
const RealDate = Date;

/** A date, an ISO 8601 text or milliseconds as milliseconds since 1970; nothing where it is none. */
export function instant(value: Date | number | string): number | undefined {
  const time = typeof value === "number" ? value : new RealDate(value).getTime();
  return Number.isFinite(time) ? time : undefined;
}
