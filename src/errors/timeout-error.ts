import { type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/**
 * What a deadline covers: a whole call with its waits and retries, one request (`attempt`), one batch of
 * a bulk call, one page of a list, or the silence of a stream (`idle`).
 */
export type TimeoutScope = "call" | "attempt" | "batch" | "page" | "idle";

/** The deadline passed before the answer was complete. The body counts: a stalled one ends here too. */
export class TimeoutError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "TimeoutError";
  /** Says which error it is. */
  override readonly code = "timeout" as const;
  /** The time that was allowed, in milliseconds. */
  readonly timeout: number;
  /** Which deadline it was, and so which option set it; see {@linkcode TimeoutScope}. */
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
  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), timeout: this.timeout, scope: this.scope };
  }
}
