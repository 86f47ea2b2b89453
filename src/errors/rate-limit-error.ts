import { type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/**
 * The rate limit was exceeded (D: 100 requests a minute), and another retry would exceed the call's
 * deadline or its retry limit. Either Kinabase returned 429, or the client's own rate limit or the shared budget
 * would have made the call wait too long.
 */
export class RateLimitError extends KinabaseError {
  /** The name of the class. */
  override readonly name: string = "RateLimitError";
  /** Identifies the error. */
  override readonly code = "rate_limit" as const;
  /**
   * How long to wait before the next request, in milliseconds: the server's `Retry-After` if it sent one
   * (A), or the wait that the client's own rate limit or the shared budget requires.
   */
  readonly retryAfter: number | undefined;

  /**
   * Creates the error.
   *
   * @param message What went wrong.
   * @param details Details about the call; `retryAfter` in milliseconds.
   */
  constructor(message: string, details: ErrorDetails & { retryAfter?: number | undefined }) {
    super(message, details);
    this.retryAfter = details.retryAfter;
  }
}

/**
 * Creates the error for a request that would wait too long for a limit of the client.
 *
 * @param wait Which request would wait how long for what.
 * @param retryAfter How long, in milliseconds.
 */
export function waitTooLong(wait: string, retryAfter: number): RateLimitError {
  return new RateLimitError(`${wait}, longer than its deadline allows`, {
    retryAfter,
    remedy: "The requests of this minute are used up. Wait, or set a longer timeout.",
  });
}
