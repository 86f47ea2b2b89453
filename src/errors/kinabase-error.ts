/** What an error's `code` can be: one for each class, stable across releases. */
export type ErrorCode =
  | "authentication"
  | "invalid_credentials"
  | "api_not_enabled"
  | "app_inactive"
  | "token_rejected"
  | "bad_request"
  | "not_found"
  | "rate_limit"
  | "timeout"
  | "network"
  | "unexpected_response"
  | "partial_failure"
  | "schema_validation"
  | "truncated"
  | "invalid_record";

/** What an error knows about the call that failed. */
export interface ErrorDetails {
  /** The HTTP status of the answer, where there was one. */
  status?: number | undefined;
  /** What the server said, without secrets. */
  serverMessage?: string | undefined;
  /** What to do about it, in a sentence or more. */
  remedy?: string | undefined;
  /** The answer's request ID, where it carried one. */
  requestId?: string | undefined;
  /** How many requests were sent for this call. */
  attempts?: number | undefined;
  /** Whether a call that writes may have been carried out; see {@linkcode KinabaseError.mayHaveBeenApplied}. */
  mayHaveBeenApplied?: boolean | undefined;
  /** The error underneath: a copy without secrets. */
  cause?: unknown;
}

/**
 * The base of all errors this client throws, save two: a bad option is a `TypeError`, and an aborted
 * call rejects with its signal's own reason.
 *
 * Neither the App Secret nor a token is ever in it: not in its message, its fields, its cause, its
 * JSON, nor in what a console prints.
 *
 * @example
 * ```ts
 * import { createClient, KinabaseError } from "@kinakit/kinabase";
 *
 * declare const appId: string, appSecret: string;
 * const client = createClient({ appId, appSecret });
 * try {
 *   await client.status();
 * } catch (error) {
 *   if (!(error instanceof KinabaseError)) throw error;
 *   console.error(error.code, error.message, error.remedy);
 * }
 * ```
 */
export abstract class KinabaseError extends Error {
  /** The class's name, kept when the code is minified. */
  override readonly name: string = "KinabaseError";
  /** Says which error it is; see {@linkcode ErrorCode}. */
  abstract readonly code: ErrorCode;
  /** The HTTP status of the answer, where there was one. */
  readonly status: number | undefined;
  /** What the server said, without secrets. */
  readonly serverMessage: string | undefined;
  /** What to do about it. */
  readonly remedy: string | undefined;
  /** The answer's request ID, where it carried one. */
  readonly requestId: string | undefined;
  /** How many requests were sent for this call. Filled in while the error is on its way up. */
  attempts: number | undefined;
  /**
   * Of a call that writes: whether what it sent may have been applied. `false` means that nothing was
   * changed, so that it can be sent again. `true` means that it may have been, for example because the
   * response was lost: check before you send it again. `undefined` for calls that only read.
   */
  mayHaveBeenApplied: boolean | undefined;

  /**
   * Makes the error.
   *
   * @param message What went wrong.
   * @param details What is known about the call.
   */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.status = details.status;
    this.serverMessage = details.serverMessage;
    this.remedy = details.remedy;
    this.requestId = details.requestId;
    this.attempts = details.attempts;
    this.mayHaveBeenApplied = details.mayHaveBeenApplied;
  }

  /** The error as plain data for a log. The cause is left out. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, status, serverMessage, remedy, requestId, attempts } = this;
    const { mayHaveBeenApplied } = this;
    return {
      name,
      code,
      message,
      status,
      serverMessage,
      remedy,
      requestId,
      attempts,
      mayHaveBeenApplied,
    };
  }
}

/**
 * A copy for another call that waited for the same thing: what a call notes on its error must not show
 * on another call's.
 */
export function copyOf(error: KinabaseError): KinabaseError {
  const { constructor, message, cause } = error;
  const details = { ...error, cause, mayHaveBeenApplied: undefined };
  const copy: unknown = Reflect.construct(constructor, [message, details]);
  return copy instanceof KinabaseError ? copy : error;
}
