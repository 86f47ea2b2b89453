/**
 * The one source of time. Everything that reads the time or waits takes a {@linkcode Clock}, so that
 * a test moves time instead of spending it.
 *
 * @module
 */

/**
 * Reads the time and waits.
 *
 * @example A clock that runs five minutes ahead
 * ```ts
 * import { type Clock, systemClock } from "@kinakit/kinabase";
 *
 * const ahead: Clock = {
 *   now: () => systemClock.now() + 5 * 60_000,
 *   sleep: (ms, signal) => systemClock.sleep(ms, signal),
 * };
 * ```
 */
export interface Clock {
  /** The time now, in milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /**
   * Waits. Rejects with `signal.reason` as soon as the signal aborts, and leaves no timer behind.
   *
   * @param ms How long to wait, in milliseconds. Zero or less waits for the next turn.
   * @param signal Ends the wait early.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

// Longer timers overflow a signed 32-bit integer, and every runtime then fires them at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The clock of the machine: `Date.now()` and `setTimeout()`. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    let left = ms;
    do {
      await timer(Math.min(left, LONGEST_TIMER_MS), signal);
      left -= LONGEST_TIMER_MS;
    } while (left > 0);
  },
};

function timer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(id);
      reject(signal?.reason);
    };
    const id = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
