import type { Clock } from "../../../mod.ts";

/** How much faster than the system clock it runs. */
export const SPEED = 20;

/** A fixed moment, so that the clocks of all Workers agree. */
const EPOCH = Date.parse("2026-01-01T00:00:00Z");

let skipped = 0;

/** A clock that runs faster than the system clock, and that can be moved forward. */
export const fastClock: Clock = {
  now: () => EPOCH + (Date.now() - EPOCH) * SPEED + skipped,
  monotonic: () => fastClock.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const timer = setTimeout(resolve, ms / SPEED);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(signal.reason);
      }, { once: true });
    }),
};

/** Moves the clock of this Worker forward. */
export function skip(ms: number): void {
  skipped += ms;
}
