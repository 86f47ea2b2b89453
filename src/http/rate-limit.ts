import { type Clock, monotonicTime } from "../clock.ts";

/** Spaces requests so that no more than a number of them are sent in any minute. */
export interface RateLimiter {
  /** How long the next request has to wait, in milliseconds. */
  wait(): number;
  /** Takes the next request's place. Gives what gives it back, for a request that is not sent. */
  take(): () => void;
  /** Keeps to the documented limit for some minutes: the server has just refused a request with 429. */
  slowDown(): void;
}

const MINUTE_MS = 60_000;
/** Kinabase's limit (D). */
const DOCUMENTED_PER_MINUTE = 100;
const SLOW_FOR_MS = 5 * MINUTE_MS;
// Requests do not travel equally fast, so what leaves in a minute may arrive in less.
const SLOW_WINDOW_MS = MINUTE_MS + 600;

/**
 * Makes a rate limiter. Without a number it lets everything pass, except after a 429.
 *
 * @param perMinute How many requests any minute may hold; `undefined` for no limit.
 * @param clock Its durations run on it, never on the date.
 */
export function createRateLimiter(perMinute: number | undefined, clock: Clock): RateLimiter {
  // When the requests of the last minute were, or others are to be, sent: oldest first.
  const places: { at: number }[] = [];
  const remembered = Math.max(perMinute ?? 0, DOCUMENTED_PER_MINUTE);
  let slowUntil = -Infinity;

  const freeAt = (count: number, window: number) => {
    const oldest = places.at(-count);
    return oldest === undefined ? -Infinity : oldest.at + window;
  };
  const next = () => {
    const now = monotonicTime(clock);
    let at = now;
    if (perMinute !== undefined) at = Math.max(at, freeAt(perMinute, MINUTE_MS));
    if (now < slowUntil) at = Math.max(at, freeAt(DOCUMENTED_PER_MINUTE, SLOW_WINDOW_MS));
    // Not before the last place: the order is what tells how many a minute holds.
    return Math.max(at, places.at(-1)?.at ?? -Infinity);
  };
  return {
    wait: () => next() - monotonicTime(clock),
    take() {
      const place = { at: next() };
      places.push(place);
      // A place still ahead counts as well, so none of the newest may go.
      if (places.length > 2 * remembered) places.splice(0, places.length - remembered);
      return () => {
        const index = places.indexOf(place);
        if (index >= 0) places.splice(index, 1);
      };
    },
    slowDown() {
      slowUntil = monotonicTime(clock) + SLOW_FOR_MS;
    },
  };
}
