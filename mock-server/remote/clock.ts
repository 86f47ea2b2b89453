import type { Clock } from "../../src/clock.ts";
import type { ClockState } from "../control/types.ts";
import { instant } from "../world/clock/instant.ts";
import type { ManualClock } from "../world/clock/manual-clock.ts";
import type { Remote } from "./remote.ts";
import type { Requester } from "./request.ts";

/**
 * The clock of a {@linkcode RemoteTenant}: {@linkcode ManualClock} over HTTP. Its methods return promises,
 * except `now()`.
 *
 * `now()` sends no request. It returns the time from the last response of the control API. While the clock
 * runs, it adds the time that has passed on this machine since then. The result is exact as long as no
 * other client moves the clock. `read()` requests the current time.
 */
export interface RemoteClock extends Clock, Remote<Omit<ManualClock, keyof Clock | "running">> {
  /** Whether the clock was running at the time of the last response. */
  readonly running: boolean;
  /** Requests the current time. */
  read(): Promise<ClockState>;
}

/** A remote clock that can be updated from a response. */
export interface UpdatableClock extends RemoteClock {
  /** Sets the time and the state that a response contained. */
  update(time: number, running: boolean): void;
}

// Saved now, before a test runner can replace it.
const RealDate = Date;

/**
 * @param path The tenant's path below `/__mock`.
 *
 * @internal
 */
export function createRemoteClock(path: string, requester: () => Requester): UpdatableClock {
  // Until the first response, use this machine's time: by default, a mock's clock starts with it.
  let last = { time: 0, running: true, machine: 0 };

  const send = async (action: string, body?: unknown, signal?: AbortSignal) => {
    await requester().request((schemas) => schemas.clockAnswer, "POST", `${path}/clock/${action}`, {
      body,
      signal,
    });
  };

  return {
    now: () => last.running ? last.time + RealDate.now() - last.machine : last.time,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      await send("sleep", { ms: typeof ms === "number" ? Math.max(0, ms) : ms }, signal);
    },
    after() {
      throw new TypeError(
        "deadlineClock: the clock of a mock in another process cannot measure deadlines. Leave the option out, " +
          "or pass createManualClock().",
      );
    },
    read: () => requester().request((schemas) => schemas.clockAnswer, "GET", `${path}/clock`),
    advance: (by) => send("advance", { by }),
    set: async (time) => send("set", { time: instant(time) ?? time }),
    freeze: () => send("freeze"),
    resume: () => send("resume"),
    reset: () => send("reset"),
    get running() {
      return last.running;
    },
    update(time, running) {
      last = { time, running, machine: RealDate.now() };
    },
  };
}
