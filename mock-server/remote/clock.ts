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
  /** Whether time passes by itself, as in the last response. */
  readonly running: boolean;
  /** Requests the time. */
  read(): Promise<ClockState>;
}

/** A clock, and how it is told the time. */
export interface LearningClock extends RemoteClock {
  /** Takes over what an answer told. */
  learn(time: number, running: boolean): void;
}

// Taken now, before a test runner can put its own in its place.
const RealDate = Date;

/** @param path The tenant's path below `/__mock`. */
export function createRemoteClock(path: string, requester: () => Requester): LearningClock {
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
