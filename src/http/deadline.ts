import { callAfter, type Clock, monotonicTime } from "../clock.ts";
import { TimeoutError, type TimeoutScope } from "../errors/timeout-error.ts";
import { onAbort } from "./abort.ts";

/**
 * A point in time by which work must be done. Its timer and its listener exist only during
 * {@linkcode Deadline.guard}, so an unused deadline does not keep a process alive.
 */
export interface Deadline {
  /** The milliseconds left: negative after the deadline, `Infinity` without a limit. */
  remaining(): number;
  /** Whether the caller's signal has aborted. */
  aborted(): boolean;
  /**
   * Returns the result of the work. Rejects with a {@linkcode TimeoutError} when the deadline passes, or
   * with the signal's reason when the caller's signal aborts.
   *
   * @param awaited What the caller waits for, as the error message names it.
   * @param work Receives a signal that aborts in both cases.
   */
  guard<T>(awaited: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /**
   * Returns a deadline for a part of the call. It is never later than this one.
   *
   * @param timeout In milliseconds.
   * @param scope Which part it covers.
   */
  within(timeout: number, scope: TimeoutScope): Deadline;
}

/** The options of {@linkcode startDeadline}. */
export interface DeadlineOptions {
  /** Milliseconds from now; `Infinity` for no limit. */
  timeout: number;
  /** What it covers. Default `"call"`. */
  scope?: TimeoutScope | undefined;
  /** The clock that measures it. */
  clock: Clock;
  /** The caller's signal. */
  signal?: AbortSignal | undefined;
}

/** Starts a deadline. Default scope: a whole call. */
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
          // Without the reason: with one, workerd reports an uncaught exception when the request has a
          // body. The work's own error is not used after this.
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
    remedy: `Increase ${option}, or find out what is slow.`,
  });
}
