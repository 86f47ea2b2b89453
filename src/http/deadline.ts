import { callAfter, type Clock, monotonicTime } from "../clock.ts";
import { TimeoutError, type TimeoutScope } from "../errors/timeout-error.ts";
import { onAbort } from "./abort.ts";

/**
 * A moment by which something must be done. Its timer and its listener exist only while something
 * is awaited under it, so a deadline nobody waits for holds nothing and keeps no process alive.
 */
export interface Deadline {
  /** Milliseconds left; negative once it has passed, `Infinity` where there is no limit. */
  remaining(): number;
  /** Whether the caller's signal has aborted. */
  aborted(): boolean;
  /**
   * Settles as the work does, or rejects with a {@linkcode TimeoutError} when the deadline passes,
   * or with the caller's own reason when its signal aborts.
   *
   * @param awaited What the caller waits for, as the error will name it.
   * @param work Gets a signal of its own that aborts in both cases.
   */
  guard<T>(awaited: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /**
   * A deadline for a part of the call, never later than this one.
   *
   * @param timeout Milliseconds.
   * @param scope What the part is.
   */
  within(timeout: number, scope: TimeoutScope): Deadline;
}

/** How to make a {@linkcode Deadline}. */
export interface DeadlineOptions {
  /** Milliseconds from now; `Infinity` for no limit. */
  timeout: number;
  /** What it covers. Default `"call"`. */
  scope?: TimeoutScope | undefined;
  /** The clock it runs on. */
  clock: Clock;
  /** The caller's signal. */
  signal?: AbortSignal | undefined;
}

/** Starts a deadline, by default for a whole call. */
export function startDeadline(
  { timeout, scope = "call", clock, signal }: DeadlineOptions,
): Deadline {
  return createDeadline({
    endsAt: monotonicTime(clock) + timeout,
    timeout,
    scope,
    clock,
    signal,
  });
}

interface DeadlineState {
  endsAt: number;
  timeout: number;
  scope: TimeoutScope;
  clock: Clock;
  signal: AbortSignal | undefined;
}

function createDeadline(state: DeadlineState): Deadline {
  const { endsAt, clock, signal } = state;
  const remaining = () => endsAt - monotonicTime(clock);
  return {
    remaining,
    aborted: () => signal?.aborted ?? false,
    guard: (awaited, work) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const left = remaining();
        if (left <= 0) throw timeoutError(awaited, state);
        const working = new AbortController();
        const stop = (reason: unknown) => {
          end();
          reject(reason);
          // Without the reason: workerd reports an uncaught exception for a request with a body that
          // ends with one, and nobody reads what the work says after this.
          working.abort();
        };
        const stopWaiting = signal && onAbort(signal, () => stop(signal.reason));
        const stopTimer = left === Infinity
          ? undefined
          : callAfter(clock, left, () => stop(timeoutError(awaited, state)));
        const end = () => {
          stopWaiting?.();
          stopTimer?.();
        };
        try {
          work(working.signal).then(
            (value) => {
              end();
              resolve(value);
            },
            (error) => {
              end();
              reject(error);
            },
          );
        } catch (error) {
          end();
          throw error;
        }
      }),
    within(timeout, scope) {
      const partEndsAt = monotonicTime(clock) + timeout;
      return partEndsAt < endsAt
        ? createDeadline({ ...state, endsAt: partEndsAt, timeout, scope })
        : createDeadline(state);
    },
  };
}

const OPTION_OF: Readonly<Record<TimeoutScope, string>> = {
  call: "timeout",
  attempt: "attemptTimeout",
  batch: "batchTimeout",
  page: "pageTimeout",
  idle: "idleTimeout",
};

function timeoutError(awaited: string, { timeout, scope }: DeadlineState): TimeoutError {
  const option = OPTION_OF[scope];
  return new TimeoutError(`No ${awaited} within ${timeout} ms (${option})`, {
    timeout,
    scope,
    remedy: `Raise ${option}, or find out what is slow.`,
  });
}
