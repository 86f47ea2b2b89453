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
  /**
   * Milliseconds since some fixed moment, which never go back and do not jump when the date is set.
   * Deadlines and other durations are measured with it. Default: `now()`.
   *
   * On Workers it stands still while code runs, as `now()` does, and is 0 at module scope.
   */
  monotonic?(): number;
}

/** The clock of the machine: `Date.now()`, `performance.now()` and `setTimeout()`. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = () => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = startTimer(ms, () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      });
      signal?.addEventListener("abort", onAbort, { once: true });
    }),
};

/** Milliseconds on a clock that only runs forward, to measure durations with. */
export function monotonicTime(clock: Clock): number {
  return clock.monotonic?.() ?? clock.now();
}

/**
 * Calls back after a time on a clock.
 *
 * @returns Ends the wait.
 */
export function callAfter(clock: Clock, ms: number, callback: () => void): () => void {
  // The usual clock needs neither a promise nor a signal for it.
  if (clock === systemClock) return startTimer(ms, callback);
  const canceled = new AbortController();
  clock.sleep(ms, canceled.signal).then(callback, () => {});
  return () => canceled.abort();
}

// Longer timers overflow a signed 32-bit integer, and every runtime then fires them at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function startTimer(ms: number, callback: () => void): () => void {
  const next = () => ms > LONGEST_TIMER_MS ? start(ms - LONGEST_TIMER_MS) : callback();
  const start = (left: number) => {
    ms = left;
    id = setTimeout(next, Math.min(left, LONGEST_TIMER_MS));
  };
  let id: ReturnType<typeof setTimeout> | undefined;
  start(ms);
  return () => clearTimeout(id);
}
