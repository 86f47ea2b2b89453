import type { Clock } from "../../../src/clock.ts";
import { onlyKnown } from "../../support/check.ts";
import { formatValue } from "../../support/format-value.ts";
import { createClockTime } from "./clock-time.ts";
import { milliseconds } from "./duration.ts";
import { instant, LATEST } from "./instant.ts";
import { realClearTimeout, realSetTimeout } from "./real-timers.ts";
import { createMoves, type Sleeper } from "./moves.ts";
import { turn } from "./turn.ts";

/** Options of {@linkcode createManualClock}. */
export interface ManualClockOptions {
  /** The start time. Default: the system time when the clock is first read. */
  start?: Date | number | string | undefined;
  /**
   * Whether a sleep on a frozen clock advances it automatically, so that tests do not wait. A deadline on this
   * clock does not advance it. Default `true`.
   */
  autoAdvance?: boolean | undefined;
  /** Whether the clock runs from the start. Default `false`: it is frozen. */
  running?: boolean | undefined;
}

/**
 * A clock that tests control. If client and mock server share it, a test can skip an hour instantly.
 *
 * It uses the runtime's timers as they were when this module was loaded, so a test runner's fake timers
 * do not affect it.
 *
 * @example
 * ```ts
 * import { createManualClock } from "@kinakit/kinabase/mock";
 *
 * const clock = createManualClock({ start: "2026-01-01T00:00:00Z" });
 * await clock.advance("61m");
 * console.log(new Date(clock.now()).toISOString()); // 2026-01-01T01:01:00.000Z
 * ```
 */
export interface ManualClock extends Clock {
  /**
   * Moves the clock forward and wakes all sleepers that are due, in order, each at its own time. Await it
   * if anything sleeps on the clock; otherwise the clock has moved when the call returns.
   *
   * @param by Milliseconds, or a string such as `"61m"`, `"1h30m"`, `"500ms"`.
   * @throws {TypeError} When the duration is invalid or negative, or exceeds the latest possible date.
   */
  advance(by: number | string): Promise<void>;
  /**
   * Sets the clock, forward or back. Moving it forward wakes sleepers as `advance` does.
   *
   * @throws {TypeError} When the date is invalid.
   */
  set(time: Date | number | string): Promise<void>;
  /**
   * Freezes the clock at its current time. Current sleepers wake when the clock is moved or runs again.
   */
  freeze(): void;
  /** Lets the clock run from its current time, like a system clock. */
  resume(): void;
  /** Whether the clock is running. */
  readonly running: boolean;
  /**
   * Restores the initial state: the start time, and whether the clock runs. Wakes no sleepers: each keeps
   * its remaining time. Cancels moves in progress.
   */
  reset(): void;
}

/**
 * Creates a clock that tests control.
 *
 * @throws {TypeError} When `start` is not a valid time.
 */
export function createManualClock(options: ManualClockOptions = {}): ManualClock {
  onlyKnown(options, ["start", "autoAdvance", "running"]);
  const { autoAdvance = true, running: runs = false } = options;
  for (const [name, value] of Object.entries({ autoAdvance, running: runs })) {
    if (typeof value === "boolean") continue;
    throw new TypeError(`${name}: expected true or false, got ${formatValue(value)}`);
  }
  const start = options.start === undefined ? undefined : timeOf("start", options.start);
  const time = createClockTime(start, runs);
  const { now } = time;
  const sleepers = new Set<Sleeper>();
  const moves = createMoves(time, sleepers);
  const { move, recheckAll, wake } = moves;

  /**
   * Waits until a sleeper was woken. It runs in the request that sleeps: on Workers a timer or a promise of
   * another request may never end.
   *
   * @param drives Whether it moves a frozen clock to its own time.
   * @param onAwake Called when the sleeper was woken.
   */
  async function untilAwake(sleeper: Sleeper, drives: boolean, onAwake: () => void): Promise<void> {
    const notice = () => {
      if (sleeper.isAwake || sleepers.has(sleeper)) return;
      sleeper.isAwake = true;
      onAwake();
    };
    const advances = drives && !time.running;
    while (sleepers.has(sleeper)) {
      if (advances && !time.running) {
        // One turn later, so that sleepers that start at the same time wake in order.
        await turn();
        notice();
        await move(() => sleepers.has(sleeper) && !time.running ? sleeper.wakesAt : now(), notice);
        continue;
      }
      // The delay of a timer is limited to a signed 32-bit number of milliseconds.
      const delay = Math.min(Math.ceil(sleeper.wakesAt - now()), 2 ** 31 - 1);
      const timer = time.running ? realSetTimeout(() => sleeper.recheck(), delay) : undefined;
      await new Promise<void>((resolve) => sleeper.recheck = resolve);
      realClearTimeout(timer);
      // A timer may fire early.
      if (time.running && now() >= sleeper.wakesAt) wake(sleeper);
    }
    notice();
  }

  function run(on: boolean): void {
    time.run(on);
    recheckAll();
  }

  return {
    now,
    monotonic: time.monotonic,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const wakesAt = typeof ms === "number" ? now() + Math.max(0, ms) : NaN;
        if (!(wakesAt <= LATEST)) {
          throw new TypeError(
            `sleep: expected milliseconds up to the latest time a Date can hold, got ${
              formatValue(ms)
            }`,
          );
        }
        const sleeper: Sleeper = { wakesAt, isAwake: false, recheck: () => {} };
        const onAbort = () => {
          wake(sleeper);
          reject(signal?.reason);
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        sleepers.add(sleeper);
        void untilAwake(sleeper, autoAdvance, () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        });
      });
    },
    after(ms, callback) {
      const wakesAt = Math.min(now() + Math.max(0, ms), LATEST);
      const sleeper: Sleeper = { wakesAt, isAwake: false, recheck: () => {} };
      let isCanceled = false;
      sleepers.add(sleeper);
      void untilAwake(sleeper, false, () => {
        if (!isCanceled) callback();
      });
      return () => {
        isCanceled = true;
        wake(sleeper);
      };
    },
    advance(by) {
      const duration = milliseconds("advance", by);
      if (now() + duration > LATEST) {
        throw new TypeError(
          `advance: ${formatValue(by)} moves the clock past the latest time a Date can hold`,
        );
      }
      let target: number | undefined;
      return move(() => target ??= Math.min(now() + duration, LATEST));
    },
    set(to) {
      const target = timeOf("set", to);
      let isSet = false;
      return move(() => {
        if (!isSet && target < now()) time.show(target);
        isSet = true;
        return target;
      });
    },
    freeze: () => run(false),
    resume: () => run(true),
    get running() {
      return time.running;
    },
    reset() {
      const before = now();
      time.reset();
      moves.cancel();
      // Sleepers keep their remaining time.
      const by = now() - before;
      for (const sleeper of sleepers) sleeper.wakesAt = Math.min(sleeper.wakesAt + by, LATEST);
      recheckAll();
    },
  };
}

function timeOf(name: string, value: Date | number | string): number {
  const found = instant(value);
  if (found !== undefined) return found;
  throw new TypeError(
    `${name}: expected a date, an ISO 8601 string or milliseconds, got ${formatValue(value)}`,
  );
}
