import { type ErrorCode, type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/**
 * Kinabase answered 429 (D: 100 requests a minute), and waiting longer would have gone past the
 * call's deadline or its number of retries.
 */
export class RateLimitedError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "RateLimitedError";
  /** Says which error it is. */
  override readonly code: ErrorCode = "rate_limited";
  /** How long the server asked to wait, in milliseconds, where it said so (A). */
  readonly retryAfter: number | undefined;

  /**
   * Makes the error.
   *
   * @param message What went wrong.
   * @param details What is known about the call; `retryAfter` in milliseconds.
   */
  constructor(message: string, details: ErrorDetails & { retryAfter?: number | undefined }) {
    super(message, details);
    this.retryAfter = details.retryAfter;
  }

  /** The error as plain data for a log. */
  override toJSON(): Record<string, string | number | undefined> {
    return { ...super.toJSON(), retryAfter: this.retryAfter };
  }
}
