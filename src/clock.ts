/**
 * The only source of time. Code that reads the time or waits takes a {@linkcode Clock}, so that a test
 * can advance the time instead of waiting.
 *
 * Evidence marks: (S) stated by the specification this project implements, (D) Kinabase's public
 * documentation, (O) observed in programs that use the real service, (A) assumed.
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
  /** The current time, in milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /**
   * Waits. When the signal aborts, it rejects with `signal.reason` and clears its timer.
   *
   * @param ms How long to wait, in milliseconds. Zero or less waits for the next turn of the event loop.
   * @param signal Ends the wait early.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Milliseconds since a fixed moment, to measure deadlines and other durations. They never decrease and
   * do not jump when the system's date is changed. Default: `now()`.
   *
   * On Workers this clock, like `now()`, does not advance while code runs, and is 0 at module scope.
   */
  monotonic?(): number;
  /**
   * Calls a function after a number of milliseconds, for a deadline. A test clock whose `sleep` moves the time
   * needs it: to set a deadline must not move the time. Default: `sleep`.
   *
   * @param ms How long to wait, in milliseconds.
   * @param callback Called once, unless the wait was canceled.
   * @returns A function that cancels the wait.
   */
  after?(ms: number, callback: () => void): () => void;
}

/** The system clock: `Date.now()`, `performance.now()` and `setTimeout()`. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  // Without a promise and a signal, which a deadline does not need.
  after: startTimer,
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

/** Milliseconds on a clock that never goes back, to measure durations. */
export function monotonicTime(clock: Clock): number {
  return clock.monotonic?.() ?? clock.now();
}

/**
 * Calls a function after a number of milliseconds on a clock.
 *
 * @returns A function that cancels the wait.
 */
export function callAfter(clock: Clock, ms: number, callback: () => void): () => void {
  if (clock.after !== undefined) return clock.after(ms, callback);
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
