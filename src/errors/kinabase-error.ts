/** The values of an error's `code`: one for each class, stable across releases. */
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

/** Details about the call that failed. */
export interface ErrorDetails {
  /** The HTTP status of the response, if there was one. */
  status?: number | undefined;
  /** The server's message, without secrets. */
  serverMessage?: string | undefined;
  /** What to do about the error, in one or more sentences. */
  remedy?: string | undefined;
  /** The request ID in the response, if any. */
  requestId?: string | undefined;
  /** How many requests were sent for this call. */
  attempts?: number | undefined;
  /** Whether a write may have been applied; see {@linkcode KinabaseError.mayHaveBeenApplied}. */
  mayHaveBeenApplied?: boolean | undefined;
  /** The underlying error: a copy without secrets. */
  cause?: unknown;
}

/**
 * The base class of all errors this client throws, with three exceptions: a wrong option is a `TypeError`,
 * an aborted call rejects with the reason of its signal, and what the caller's own code throws, such as `token`,
 * is passed on, like Deno's error for a missing permission.
 *
 * It never contains the App Secret or a token: not in its message, its fields, its cause, its JSON or its
 * console output.
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
  /** The name of the class. It stays the same when the code is minified. */
  override readonly name: string = "KinabaseError";
  /** Identifies the error; see {@linkcode ErrorCode}. */
  abstract readonly code: ErrorCode;
  /** The HTTP status of the response, if there was one. */
  readonly status: number | undefined;
  /** The server's message, without secrets. */
  readonly serverMessage: string | undefined;
  /** What to do about the error. */
  readonly remedy: string | undefined;
  /** The request ID in the response, if any. */
  readonly requestId: string | undefined;
  /** How many requests were sent for this call. */
  attempts: number | undefined;
  /**
   * For a write: whether it may have been applied. `false`: nothing was changed, so you can send it again.
   * `true`: it may have been applied, for example because the response was lost; check before you send it
   * again. `undefined`: the call only reads.
   */
  mayHaveBeenApplied: boolean | undefined;

  /**
   * Creates the error.
   *
   * @param message What went wrong.
   * @param details Details about the call.
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

  /** Returns the error as plain data for a log: all its fields, without the cause and the stack. */
  toJSON(): Record<string, unknown> {
    const { name, code, message } = this;
    return Object.assign<Record<string, unknown>, object>({ name, code, message }, this);
  }
}

/**
 * Copies an error for another call that waited for the same request. The copies are independent: each
 * call sets fields such as `attempts` on its own error.
 */
export function copyOf(error: KinabaseError): KinabaseError {
  const { constructor, message, cause } = error;
  const details = { ...error, cause, mayHaveBeenApplied: undefined };
  const copy: unknown = Reflect.construct(constructor, [message, details]);
  return copy instanceof KinabaseError ? copy : error;
}
