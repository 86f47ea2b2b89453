import type { Clock } from "../../../src/clock.ts";
import { onlyKnown } from "../../support/check.ts";
import { formatValue } from "../../support/format-value.ts";
import { milliseconds } from "./duration.ts";
import { instant, LATEST } from "./instant.ts";
import { realClearTimeout, realSetTimeout, type Timer } from "./real-timers.ts";
import { turn } from "./turn.ts";

/** Options of {@linkcode createManualClock}. */
export interface ManualClockOptions {
  /** The start time. Default: the system time when the clock is first read. */
  start?: Date | number | string | undefined;
  /**
   * Whether a sleep on a frozen clock advances it automatically, so that tests do not wait. Default
   * `true`.
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

interface Sleeper {
  wakesAt: number;
  wake(): void;
  timer?: Timer;
}

// Saved now, before a test runner can replace it.
const RealDate = Date;

/**
 * Creates a clock that tests control.
 *
 * @throws {TypeError} When `start` is not a valid time.
 */
export function createManualClock(options: ManualClockOptions = {}): ManualClock {
  onlyKnown(options, ["start", "autoAdvance", "running"]);
  const { autoAdvance = true } = options;
  let running = options.running ?? false;
  const sleepers = new Set<Sleeper>();
  const start = options.start === undefined ? undefined : timeOf("start", options.start);
  // The clock's time and the system time at that moment. Read late: Workers have no time at module scope.
  let set: { time: number; machine: number } | undefined;
  // The time that has passed, and the clock's time when it was last updated.
  let passed = 0;
  let lastSeen: number | undefined;
  // The last of the queued moves, and how often they were cancelled by a reset.
  let underWay: Promise<void> | undefined;
  let resets = 0;

  function now(): number {
    const machine = RealDate.now();
    set ??= { time: start ?? machine, machine };
    return running ? set.time + machine - set.machine : set.time;
  }

  function show(time: number): void {
    monotonic();
    set = { time, machine: RealDate.now() };
    // A move forward counts as passed time, a move back does not.
    if (lastSeen !== undefined && time > lastSeen) passed += time - lastSeen;
    lastSeen = time;
  }

  /** The time that has passed. Moves back do not count. */
  function monotonic(): number {
    const time = now();
    if (lastSeen !== undefined && time > lastSeen) passed += time - lastSeen;
    lastSeen = time;
    return passed;
  }

  function due(until: number): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (sleeper.wakesAt <= until && (first === undefined || sleeper.wakesAt < first.wakesAt)) {
        first = sleeper;
      }
    }
    return first;
  }

  /**
   * Moves the clock, one move after another. If no move is in progress and no sleeper is due, the clock has
   * moved when the call returns.
   *
   * @param target Computes the target time when it is this move's turn.
   */
  function move(target: () => number): Promise<void> {
    const since = resets;
    const step = () => since === resets ? moveTo(target(), since) : undefined;
    const moving = underWay === undefined ? step() : underWay.then(step);
    if (moving === undefined) return Promise.resolve();
    const done = moving.then(() => {
      if (underWay === done) underWay = undefined;
    });
    return underWay = done;
  }

  function moveTo(target: number, since: number): Promise<void> | undefined {
    const sleeper = due(target);
    if (sleeper === undefined) {
      if (target > now()) show(target);
      if (running) sleepers.forEach(arm);
      return undefined;
    }
    show(Math.max(now(), sleeper.wakesAt));
    sleeper.wake();
    // The sleeper may go to sleep again before the target.
    return turn().then(() => since === resets ? moveTo(target, since) : undefined);
  }

  function arm(sleeper: Sleeper): void {
    realClearTimeout(sleeper.timer);
    sleeper.timer = realSetTimeout(() => {
      // A timer may fire early, and its delay is limited to a signed 32-bit number of milliseconds.
      if (now() >= sleeper.wakesAt) sleeper.wake();
      else arm(sleeper);
    }, Math.min(Math.ceil(sleeper.wakesAt - now()), 2 ** 31 - 1));
  }

  function run(on: boolean): void {
    running = on;
    for (const sleeper of sleepers) {
      if (on) arm(sleeper);
      else realClearTimeout(sleeper.timer);
    }
  }

  return {
    now,
    monotonic,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const end = (settle: () => void) => {
          realClearTimeout(sleeper.timer);
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", onAbort);
          settle();
        };
        const sleeper: Sleeper = {
          wakesAt: now() + Math.max(0, ms),
          wake: () => end(resolve),
        };
        const onAbort = () => end(() => reject(signal?.reason));
        signal?.addEventListener("abort", onAbort, { once: true });
        sleepers.add(sleeper);
        if (running) arm(sleeper);
        else if (autoAdvance) {
          // One turn later, so that sleepers that start at the same time wake in order.
          void turn().then(() =>
            move(() =>
              sleepers.has(sleeper) && !running && sleeper.wakesAt <= LATEST
                ? sleeper.wakesAt
                : now()
            )
          );
        }
      });
    },
    advance(by) {
      const duration = milliseconds("advance", by);
      if (now() + duration > LATEST) {
        throw new TypeError(
          `advance: ${formatValue(by)} moves the clock past the latest time a Date can hold`,
        );
      }
      return move(() => Math.min(now() + duration, LATEST));
    },
    set(time) {
      const target = timeOf("set", time);
      return move(() => {
        if (target < now()) show(target);
        return target;
      });
    },
    freeze() {
      show(now());
      run(false);
    },
    resume() {
      show(now());
      run(true);
    },
    get running() {
      return running;
    },
    reset() {
      const before = now();
      monotonic();
      set = undefined;
      lastSeen = undefined;
      running = options.running ?? false;
      resets += 1;
      underWay = undefined;
      // Sleepers keep their remaining time.
      const by = now() - before;
      for (const sleeper of sleepers) sleeper.wakesAt += by;
      run(running);
    },
  };
}

function timeOf(name: string, value: Date | number | string): number {
  const time = instant(value);
  if (time !== undefined) return time;
  throw new TypeError(
    `${name}: expected a date, an ISO 8601 string or milliseconds, got ${formatValue(value)}`,
  );
}
