import type { Clock } from "../clock.ts";
import { TimeoutError, type TimeoutScope } from "../errors/timeout-error.ts";

/**
 * A moment by which something must be done. Its timer and its listener exist only while something
 * is awaited under it, so a deadline nobody waits for holds nothing and keeps no process alive.
 */
export interface Deadline {
  /** Milliseconds left; negative once it has passed. */
  remaining(): number;
  /** Whether the caller's signal has aborted. */
  aborted(): boolean;
  /**
   * Settles as the work does, or rejects with a {@linkcode TimeoutError} when the deadline passes,
   * or with the caller's own reason when its signal aborts.
   *
   * @param awaited What the caller waits for, as the error will name it.
   * @param work Is given a signal of its own that aborts in both cases.
   */
  guard<T>(awaited: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /**
   * A deadline for one attempt, never later than this one.
   *
   * @param timeout Milliseconds.
   */
  attempt(timeout: number): Deadline;
}

/** How to make a {@linkcode Deadline}. */
export interface DeadlineOptions {
  /** Milliseconds from now. */
  timeout: number;
  /** The time it runs on. */
  clock: Clock;
  /** The caller's signal. */
  signal?: AbortSignal | undefined;
}

/** Starts a deadline for a whole call. */
export function startDeadline({ timeout, clock, signal }: DeadlineOptions): Deadline {
  return deadline({ endsAt: clock.now() + timeout, timeout, scope: "call", clock, signal });
}

interface DeadlineState {
  endsAt: number;
  timeout: number;
  scope: TimeoutScope;
  clock: Clock;
  signal: AbortSignal | undefined;
}

function deadline(state: DeadlineState): Deadline {
  const { endsAt, timeout, scope, clock, signal } = state;
  const remaining = () => endsAt - clock.now();

  async function guard<T>(
    awaited: string,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const late = () =>
      new TimeoutError(`No ${awaited} within ${timeout} ms (the deadline of the ${scope})`, {
        timeout,
        scope,
        remedy: `Raise ${
          scope === "call" ? "timeout" : "attemptTimeout"
        }, or look for what is slow.`,
      });
    if (remaining() <= 0) throw late();
    const working = new AbortController();
    const waiting = new AbortController();
    try {
      return await new Promise<T>((resolve, reject) => {
        const stop = (reason: unknown) => {
          reject(reason);
          // Without the reason: workerd reports an uncaught exception for a request with a body that is
          // ended with one, and nobody hears what the work says after this.
          working.abort();
        };
        signal?.addEventListener("abort", () => stop(signal.reason), { signal: waiting.signal });
        clock.sleep(remaining(), waiting.signal).then(() => stop(late()), () => {});
        work(working.signal).then(resolve, reject);
      });
    } finally {
      waiting.abort();
    }
  }

  return {
    remaining,
    aborted: () => signal?.aborted ?? false,
    guard,
    attempt(attemptTimeout) {
      const attemptEndsAt = clock.now() + attemptTimeout;
      return attemptEndsAt < endsAt
        ? deadline({ ...state, endsAt: attemptEndsAt, timeout: attemptTimeout, scope: "attempt" })
        : deadline(state);
    },
  };
}
