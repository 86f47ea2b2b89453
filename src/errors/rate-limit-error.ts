import { type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/**
 * Kinabase answered 429 (D: 100 requests a minute), and waiting longer would have gone past the
 * call's deadline or its number of retries.
 */
export class RateLimitError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "RateLimitError";
  /** Says which error it is. */
  override readonly code = "rate_limit" as const;
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
  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), retryAfter: this.retryAfter };
  }
}
