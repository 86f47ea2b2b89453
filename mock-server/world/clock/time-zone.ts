// Where the time begins. The date before it has hyphens, which look like those of an offset.
const TIME = 10;

const ZONE = /(?:Z|[+-]\d\d:\d\d)$/;

/** Whether a valid ISO 8601 time has a zone: `Z` or an offset. A date has none. */
export function hasZone(time: string): boolean {
  return ZONE.test(time.slice(TIME));
}

/** An ISO 8601 time with its zone. Without one it counts as UTC, and so does a date (A). */
export function inUtc(time: string): string {
  return time.length === TIME || hasZone(time) ? time : `${time}Z`;
}
