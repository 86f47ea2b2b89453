import { type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/**
 * What a deadline covers: a whole call with its waits and retries (`call`), one attempt (`attempt`), one
 * batch of a bulk call (`batch`), one page of a list (`page`), or the time without new data in a stream
 * (`idle`).
 */
export type TimeoutScope = "call" | "attempt" | "batch" | "page" | "idle";

/** The deadline passed before the response was complete, including its body. */
export class TimeoutError extends KinabaseError {
  /** The name of the class. */
  override readonly name: string = "TimeoutError";
  /** Identifies the error. */
  override readonly code = "timeout" as const;
  /** The timeout, in milliseconds. */
  readonly timeout: number;
  /** Which deadline passed; see {@linkcode TimeoutScope}. */
  readonly scope: TimeoutScope;

  /**
   * Creates the error.
   *
   * @param message What the call was waiting for.
   * @param details Details about the call, and which deadline passed.
   */
  constructor(message: string, details: ErrorDetails & { timeout: number; scope: TimeoutScope }) {
    super(message, details);
    this.timeout = details.timeout;
    this.scope = details.scope;
  }
}
