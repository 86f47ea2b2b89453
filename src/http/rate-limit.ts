import { type Clock, monotonicTime } from "../clock.ts";

/** Delays requests so that each minute has at most a given number of them. */
export interface RateLimiter {
  /** How long the next request must wait, in milliseconds. */
  wait(): number;
  /** Reserves a slot for the next request. Returns a function that releases it if the request is not sent. */
  take(): () => void;
  /** Applies the documented limit for five minutes. Called after a 429. */
  slowDown(): void;
}

const MINUTE_MS = 60_000;
/** Kinabase's limit (D). */
export const DOCUMENTED_PER_MINUTE = 100;
const SLOW_FOR_MS = 5 * MINUTE_MS;
// A margin: requests sent within one minute may arrive within less than a minute.
const SLOW_WINDOW_MS = MINUTE_MS + 600;

/**
 * Creates a rate limiter. Without a number it only limits requests after a 429.
 *
 * @param perMinute The maximum number of requests per minute; `undefined` for no limit.
 * @param clock The clock that measures the minutes. Changes of the date do not affect it.
 */
export function createRateLimiter(perMinute: number | undefined, clock: Clock): RateLimiter {
  // When requests of the last minute were sent and waiting requests will be sent, oldest first.
  const slots: { at: number }[] = [];
  const remembered = Math.max(perMinute ?? 0, DOCUMENTED_PER_MINUTE);
  let slowUntil = -Infinity;

  const freeAt = (count: number, window: number) => {
    const oldest = slots.at(-count);
    return oldest === undefined ? -Infinity : oldest.at + window;
  };
  const next = (now: number) => {
    let at = now;
    if (perMinute !== undefined) at = Math.max(at, freeAt(perMinute, MINUTE_MS));
    if (now < slowUntil) at = Math.max(at, freeAt(DOCUMENTED_PER_MINUTE, SLOW_WINDOW_MS));
    // Never before the newest slot: the counts rely on the order.
    return Math.max(at, slots.at(-1)?.at ?? -Infinity);
  };
  return {
    wait() {
      const now = monotonicTime(clock);
      return next(now) - now;
    },
    take() {
      const now = monotonicTime(clock);
      const slot = { at: next(now) };
      slots.push(slot);
      // A slot in the future may be given back, and then the older ones count again.
      while ((slots[remembered]?.at ?? Infinity) <= now) slots.shift();
      return () => {
        const index = slots.indexOf(slot);
        if (index >= 0) slots.splice(index, 1);
      };
    },
    slowDown() {
      slowUntil = monotonicTime(clock) + SLOW_FOR_MS;
    },
  };
}
