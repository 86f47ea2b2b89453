import type { Clock } from "../../src/clock.ts";
import type { ClockState } from "../control/types.ts";
import type { Requester } from "./request.ts";

/**
 * The clock of a tenant that is controlled over HTTP. `now()` tells the time as the last answer of the
 * control API told it; while the clock runs, plus what has passed since on this machine. So it is exact
 * as long as nobody else moves the clock; `read()` asks.
 */
export interface ControlledClock extends Clock {
  /** Asks for the time. */
  read(): Promise<ClockState>;
  /** Moves the time forward, and wakes who sleeps until then. */
  advance(by: number | string): Promise<void>;
  /** Sets the time, forward or back. */
  set(time: Date | number | string): Promise<void>;
  /** Lets the time stand still. */
  freeze(): Promise<void>;
  /** Lets time pass by itself. */
  resume(): Promise<void>;
  /** Goes back to how the clock started. */
  reset(): Promise<void>;
  /** Whether time passes by itself, as the last answer told it. */
  readonly running: boolean;
}

/** A clock, and how it is told the time. */
export interface LearningClock extends ControlledClock {
  /** Takes over what an answer told. */
  learn(time: number, running: boolean): void;
}

// Taken now, before a test runner can put its own in its place.
const RealDate = Date;

/** @param path The tenant's path below `/__mock`. */
export function createControlledClock(path: string, requester: () => Requester): LearningClock {
  // Before the first answer: the machine's time, with which a mock's clock starts by default.
  let told = { time: 0, running: true, machine: 0 };

  const tell = async (what: string, body?: unknown, signal?: AbortSignal) => {
    await requester().ask((schemas) => schemas.clockAnswer, "POST", `${path}/clock/${what}`, {
      body,
      signal,
    });
  };

  return {
    now: () => told.running ? told.time + RealDate.now() - told.machine : told.time,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      await tell("sleep", { ms: Math.max(0, ms) }, signal);
    },
    read: () => requester().ask((schemas) => schemas.clockAnswer, "GET", `${path}/clock`),
    advance: (by) => tell("advance", { by }),
    set: (time) => tell("set", { time }),
    freeze: () => tell("freeze"),
    resume: () => tell("resume"),
    reset: () => tell("reset"),
    get running() {
      return told.running;
    },
    learn(time, running) {
      told = { time, running, machine: RealDate.now() };
    },
  };
}
