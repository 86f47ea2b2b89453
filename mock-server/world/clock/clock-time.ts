import { LATEST } from "./instant.ts";

/** What a manual clock shows: a frozen time, or one that runs with the machine's. */
export interface ClockTime {
  /** The time, in milliseconds since 1970. */
  now(): number;
  /** The time that has passed, in milliseconds. Moves back do not count. */
  monotonic(): number;
  /** Whether the time runs. */
  readonly running: boolean;
  /** Sets the time. */
  show(time: number): void;
  /** Lets the time run, or freezes it, at its current value. */
  run(on: boolean): void;
  /** Restores the start time. What has passed stays. */
  reset(): void;
}

// Saved now, before a test runner can replace it.
const RealDate = Date;

/**
 * Creates the time of a clock.
 *
 * @param start The start time. Default: the machine's time when the clock is first read.
 * @param runs Whether the time runs at first.
 */
export function createClockTime(start: number | undefined, runs: boolean): ClockTime {
  let running = runs;
  // The time and the machine's time at that moment. Read late: Workers have no time at module scope.
  let set: { time: number; machine: number } | undefined;
  // What has passed, and the time when it was last updated: NaN before the first time.
  let passed = 0;
  let lastSeen = NaN;

  function now(): number {
    const machine = RealDate.now();
    set ??= { time: start ?? machine, machine };
    return running ? Math.min(set.time + machine - set.machine, LATEST) : set.time;
  }

  function monotonic(): number {
    const time = now();
    if (time > lastSeen) passed += time - lastSeen;
    lastSeen = time;
    return passed;
  }

  function show(time: number): void {
    // Both what passed before the move and the move itself count.
    monotonic();
    set = { time, machine: RealDate.now() };
    monotonic();
  }

  return {
    now,
    monotonic,
    get running() {
      return running;
    },
    show,
    run(on) {
      show(now());
      running = on;
    },
    reset() {
      monotonic();
      set = undefined;
      lastSeen = NaN;
      running = runs;
    },
  };
}
