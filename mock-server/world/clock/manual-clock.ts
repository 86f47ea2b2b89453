import type { Clock } from "../../../src/clock.ts";
import { onlyKnown } from "../../support/check.ts";
import { formatValue } from "../../support/format-value.ts";
import { milliseconds } from "./duration.ts";
import { instant, LATEST } from "./instant.ts";
import { realClearTimeout, realSetTimeout, type Timer } from "./real-timers.ts";
import { turn } from "./turn.ts";

/** How a {@linkcode ManualClock} starts and behaves. */
export interface ManualClockOptions {
  /** The time it starts at. Default: the machine's time when it is first read. */
  start?: Date | number | string | undefined;
  /**
   * Whether a sleep on a clock that stands still moves the time by itself, so that nobody waits.
   * Default `true`.
   */
  autoAdvance?: boolean | undefined;
  /** Whether time passes by itself from the start. Default `false`: it stands still. */
  running?: boolean | undefined;
}

/**
 * A clock that a test moves. Given to a client and a mock server alike, an hour passes in no time.
 *
 * It uses the runtime's timers as they were when this module was loaded, so a test runner's fake
 * timers do not touch it.
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
   * Moves the time forward and wakes every sleeper on the way, each at its own time, in order.
   * Await it when something sleeps; when nothing does, the time has moved on return.
   *
   * @param by Milliseconds, or a text such as `"61m"`, `"1h30m"`, `"500ms"`.
   * @throws {TypeError} When the duration cannot be read or is negative, or leads beyond the dates there are.
   */
  advance(by: number | string): Promise<void>;
  /**
   * Sets the time, forward or back. Forward wakes sleepers as `advance` does.
   *
   * @throws {TypeError} When the date cannot be read.
   */
  set(time: Date | number | string): Promise<void>;
  /**
   * Lets the time stand still where it is. Who sleeps now is woken when the time is moved, or when it
   * runs again.
   */
  freeze(): void;
  /** Lets time pass by itself, as on a machine's clock, from where it stands. */
  resume(): void;
  /** Whether time passes by itself. */
  readonly running: boolean;
  /**
   * Goes back to how it started: the time, and whether that passes. Wakes nobody: who sleeps has as long
   * to sleep as before. Moves under way are called off.
   */
  reset(): void;
}

interface Sleeper {
  wakesAt: number;
  wake(): void;
  timer?: Timer;
}

// Taken now, before a test runner can put its own in its place.
const RealDate = Date;

/**
 * Makes a clock that a test moves.
 *
 * @throws {TypeError} When `start` cannot be read as a time.
 */
export function createManualClock(options: ManualClockOptions = {}): ManualClock {
  onlyKnown(options, ["start", "autoAdvance", "running"]);
  const { autoAdvance = true } = options;
  let running = options.running ?? false;
  const sleepers = new Set<Sleeper>();
  const start = options.start === undefined ? undefined : timeOf("start", options.start);
  // The time it showed, and the machine's time then. Read late: at module scope Workers have no time.
  let set: { time: number; machine: number } | undefined;
  // How much time has passed, and the time when that was last looked at.
  let passed = 0;
  let lastSeen: number | undefined;
  // The last of the moves that wait for each other, and how often all of them were called off.
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
    // A move forward is time that passes, a move back is none.
    if (lastSeen !== undefined && time > lastSeen) passed += time - lastSeen;
    lastSeen = time;
  }

  /** The time that has passed: moves back are no time. */
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
   * Moves the time, one move after the other. Where none is under way and nobody is to be woken, the time
   * has moved on return.
   *
   * @param target Where to, asked for when it is this move's turn.
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
    // What the sleeper does next may be to sleep again, before the target.
    return turn().then(() => since === resets ? moveTo(target, since) : undefined);
  }

  function arm(sleeper: Sleeper): void {
    realClearTimeout(sleeper.timer);
    sleeper.timer = realSetTimeout(() => {
      // A timer may be early, and cannot be longer than a signed 32-bit number of milliseconds.
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
          // A turn later, so that others who go to sleep at the same time are woken in order.
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
      // Who sleeps has as long to sleep as before.
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
