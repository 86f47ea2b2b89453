import type { Clock } from "../../src/clock.ts";
import type { ClockState } from "../control/types.ts";
import type { ManualClock } from "../world/clock/manual-clock.ts";
import type { Remote } from "./remote.ts";
import type { Requester } from "./request.ts";

/**
 * The clock of a {@linkcode RemoteTenant}: {@linkcode ManualClock} over HTTP. Its methods return promises,
 * except `now()`.
 *
 * `now()` returns the time in the last response of the control API; while the clock runs, plus the time
 * that has passed on this machine since then. This is exact as long as no other client moves the clock.
 * `read()` requests the time.
 */
export interface RemoteClock extends Clock, Remote<Omit<ManualClock, keyof Clock | "running">> {
  /** Whether the clock is running, according to the last response. */
  readonly running: boolean;
  /** Requests the time. */
  read(): Promise<ClockState>;
}

/** A clock, and the functions that update it. */
export interface LearningClock extends RemoteClock {
  /** Updates the clock from a response. */
  learn(time: number, running: boolean): void;
}

// Saved now, before a test runner can replace it.
const RealDate = Date;

/** @param path The tenant's path below `/__mock`. */
export function createRemoteClock(path: string, requester: () => Requester): LearningClock {
  // Until the first response, use the system time: a mock's clock starts with it by default.
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
