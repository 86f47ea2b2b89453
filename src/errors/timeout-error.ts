import { type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/** What a deadline covers: a whole call with its waits and retries, or one of its requests. */
export type TimeoutScope = "call" | "attempt";

/** The deadline passed before the answer was complete. The body counts: a stalled one ends here too. */
export class TimeoutError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "TimeoutError";
  /** Says which error it is. */
  override readonly code = "timeout" as const;
  /** The time that was allowed, in milliseconds. */
  readonly timeout: number;
  /** Which deadline it was: the whole call's (`timeout`) or one request's (`attemptTimeout`). */
  readonly scope: TimeoutScope;

  /**
   * Makes the error.
   *
   * @param message What was still awaited.
   * @param details What is known about the call, and which deadline passed.
   */
  constructor(message: string, details: ErrorDetails & { timeout: number; scope: TimeoutScope }) {
    super(message, details);
    this.timeout = details.timeout;
    this.scope = details.scope;
  }

  /** The error as plain data for a log. */
  override toJSON(): Record<string, string | number | undefined> {
    return { ...super.toJSON(), timeout: this.timeout, scope: this.scope };
  }
}
