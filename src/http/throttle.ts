import type { Clock } from "../clock.ts";

/** Spaces requests so that no more than a number of them are sent in any minute. */
export interface Throttle {
  /** How long the next request has to wait, in milliseconds. */
  wait(): number;
  /** Takes the next request's place. */
  take(): void;
}

const MINUTE_MS = 60_000;

/** @param perMinute How many requests any minute may hold. */
export function createThrottle(perMinute: number, clock: Clock): Throttle {
  // When the last requests were, or are to be, sent: oldest first, as many as a minute may hold.
  const places: number[] = [];
  const next = () => {
    const [oldest] = places.length < perMinute ? [] : places;
    return Math.max(clock.now(), oldest === undefined ? 0 : oldest + MINUTE_MS);
  };
  return {
    wait: () => next() - clock.now(),
    take() {
      places.push(next());
      if (places.length > perMinute) places.shift();
    },
  };
}
