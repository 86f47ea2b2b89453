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
export function startDeadline(
  { timeout, scope = "call", clock, signal }: DeadlineOptions,
): Deadline {
  return new RunningDeadline(monotonicTime(clock) + timeout, timeout, scope, clock, signal);
}

/** A class, because each call makes two of them: its methods are not made again. */
class RunningDeadline implements Deadline {
  readonly #endsAt: number;
  readonly #timeout: number;
  readonly #scope: TimeoutScope;
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;

  constructor(
    endsAt: number,
    timeout: number,
    scope: TimeoutScope,
    clock: Clock,
    signal: AbortSignal | undefined,
  ) {
    this.#endsAt = endsAt;
    this.#timeout = timeout;
    this.#scope = scope;
    this.#clock = clock;
    this.#signal = signal;
  }

  remaining(): number {
    return this.#endsAt - monotonicTime(this.#clock);
  }

  aborted(): boolean {
    return this.#signal?.aborted ?? false;
  }

  guard<T>(awaited: string, work: (signal: () => AbortSignal) => Promise<T>): Promise<T> {
    const signal = this.#signal;
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
      const stopWaiting = signal && onAbort(signal, () => stop(signal.reason));
      const stopTimer = left === Infinity
        ? undefined
        : callAfter(this.#clock, left, () => stop(this.#error(awaited)));
      const end = () => {
        stopWaiting?.();
        stopTimer?.();
      };
      try {
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
    const endsAt = monotonicTime(this.#clock) + timeout;
    if (endsAt >= this.#endsAt) return this;
    return new RunningDeadline(endsAt, timeout, scope, this.#clock, this.#signal);
  }

  #error(awaited: string): TimeoutError {
    const option = this.#scope === "call" ? "timeout" : `${this.#scope}Timeout`;
    return new TimeoutError(`No ${awaited} within ${this.#timeout} ms (${option})`, {
      timeout: this.#timeout,
      scope: this.#scope,
      remedy: `Increase ${option}, or find out what is slow.`,
    });
  }
}
