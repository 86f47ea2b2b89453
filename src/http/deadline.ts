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
   * @param work Receives a function that returns a signal, which aborts in both cases.
   */
  guard<T>(awaited: string, work: (signal: () => AbortSignal) => Promise<T>): Promise<T>;
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
export function startDeadline(options: DeadlineOptions): Deadline {
  return new RunningDeadline(options, monotonicTime(options.clock) + options.timeout);
}

/** A class, because each call makes two of them: its methods are not made again. */
class RunningDeadline implements Deadline {
  readonly #options: DeadlineOptions;
  readonly #endsAt: number;

  constructor(options: DeadlineOptions, endsAt: number) {
    this.#options = options;
    this.#endsAt = endsAt;
  }

  remaining(): number {
    return this.#endsAt - monotonicTime(this.#options.clock);
  }

  aborted(): boolean {
    return this.#options.signal?.aborted ?? false;
  }

  guard<T>(awaited: string, work: (signal: () => AbortSignal) => Promise<T>): Promise<T> {
    const { clock, signal } = this.#options;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const left = this.remaining();
      if (left <= 0) throw this.#error(awaited);
      // Made only for work that asks for it: reading a body does not.
      let working: AbortController | undefined;
      let stopped = false;
      const signalOfWork = () => {
        working ??= new AbortController();
        if (stopped) working.abort();
        return working.signal;
      };
      const stop = (reason: unknown) => {
        end();
        reject(reason);
        stopped = true;
        // Without the reason: with one, workerd reports an uncaught exception when the request has a
        // body. The work's own error is not used after this.
        working?.abort();
      };
      let stopTimer: (() => void) | undefined;
      const stopWaiting = signal && onAbort(signal, () => stop(signal.reason));
      const end = () => {
        stopWaiting?.();
        stopTimer?.();
      };
      try {
        if (left !== Infinity) stopTimer = callAfter(clock, left, () => stop(this.#error(awaited)));
        work(signalOfWork).then(
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
    });
  }

  within(timeout: number, scope: TimeoutScope): Deadline {
    const { clock, signal } = this.#options;
    const endsAt = monotonicTime(clock) + timeout;
    return endsAt < this.#endsAt
      ? new RunningDeadline({ timeout, scope, clock, signal }, endsAt)
      : this;
  }

  #error(awaited: string): TimeoutError {
    const { timeout, scope = "call" } = this.#options;
    const option = scope === "call" ? "timeout" : `${scope}Timeout`;
    return new TimeoutError(`No ${awaited} within ${timeout} ms (${option})`, {
      timeout,
      scope,
      remedy: `Increase ${option}, or find out what is slow.`,
    });
  }
}
