import type { Clock } from "../../../mod.ts";
import { createManualClock, type ManualClock } from "../../../mock-server/mod.ts";

/** A clock that moves only while the program has nothing else to do, so that waits take no real time. */
export interface PumpedClock {
  /** The clock of the mock. */
  manual: ManualClock;
  /** The clock of the clients. */
  clock: Clock;
  /** The number of sleeps that have not ended. */
  sleeping(): number;
  /** Tells the clock that something happened. */
  touch(): void;
  /** Moves the clock until the work is done. */
  pump(work: Promise<unknown>): Promise<void>;
}

const START = Date.parse("2026-01-01T00:00:00Z");
const STEP_MS = 1_000;
const JUMP_MS = 10 * 60_000;
/** A call takes at most its timeout of a minute, so this many idle steps mean that something hangs. */
const MOST_IDLE_STEPS = 20_000;

/**
 * @param random Decides when the clock jumps.
 * @param idleTurns How many turns without an event count as idle.
 */
export function createPumpedClock(random: () => number, idleTurns: number): PumpedClock {
  const manual = createManualClock({ start: START, autoAdvance: false });
  let sleeping = 0;
  let events = 0;
  const touch = () => void (events += 1);

  async function isIdle(): Promise<boolean> {
    for (let turn = 0; turn < idleTurns; turn++) {
      const before = events;
      await nextTurn();
      if (events !== before) return false;
    }
    return true;
  }

  function move(): Promise<void> {
    const chance = random();
    // Back, and forward past the expiry of all tokens.
    if (chance < 0.002) return manual.set(manual.now() - JUMP_MS);
    if (chance < 0.004) return manual.advance("61m");
    return manual.advance(STEP_MS);
  }

  return {
    manual,
    sleeping: () => sleeping,
    touch,
    clock: {
      now: () => manual.now(),
      monotonic: () => manual.monotonic?.() ?? manual.now(),
      async sleep(ms, signal) {
        sleeping += 1;
        try {
          await manual.sleep(ms, signal);
          touch();
        } finally {
          sleeping -= 1;
        }
      },
    },
    async pump(work) {
      let isDone = false;
      const end = () => void (isDone = true);
      work.then(end, end);
      for (let steps = 0; !isDone; steps++) {
        if (steps > MOST_IDLE_STEPS) throw new Error("Some calls have not settled: they hang.");
        while (!isDone && !(await isIdle()));
        if (!isDone) await move();
      }
      await work;
    },
  };
}

/** Resolves in a later turn of the event loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
