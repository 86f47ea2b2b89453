import type { Clock } from "../clock.ts";

/** Spaces requests so that no more than a number of them are sent in any minute. */
export interface RateLimiter {
  /** How long the next request has to wait, in milliseconds. */
  wait(): number;
  /** Takes the next request's place. Gives what gives it back, for a request that is not sent. */
  take(): () => void;
}

const MINUTE_MS = 60_000;

/** @param perMinute How many requests any minute may hold. */
export function createRateLimiter(perMinute: number, clock: Clock): RateLimiter {
  // When the requests of the last minute were, or others are to be, sent: oldest first.
  const places: { at: number }[] = [];
  const next = () => {
    const oldest = places.at(-perMinute);
    const free = oldest === undefined ? 0 : oldest.at + MINUTE_MS;
    // Not before the last place: the order is what tells how many a minute holds.
    return Math.max(clock.now(), free, places.at(-1)?.at ?? 0);
  };
  return {
    wait: () => next() - clock.now(),
    take() {
      const place = { at: next() };
      places.push(place);
      while (places[0] && places[0].at + MINUTE_MS <= clock.now()) places.shift();
      return () => {
        const index = places.indexOf(place);
        if (index >= 0) places.splice(index, 1);
      };
    },
  };
}
