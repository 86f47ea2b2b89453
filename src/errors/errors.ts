/**
 * The error classes without additional fields: they have only those of {@linkcode KinabaseError}.
 *
 * Evidence marks: (S) stated by the specification this project implements, (D) Kinabase's public
 * documentation, (O) observed in programs that use the real service, (A) assumed.
 *
 * @module
 */
import { KinabaseError } from "./kinabase-error.ts";

/**
 * Kinabase rejected the credentials or the token, and its response does not prove which of the three
 * documented causes it was (S): an invalid App ID or secret, an API that is not enabled for the
 * tenant, or an app that has expired or was revoked. `remedy` says what to do about each cause, and
 * `serverMessage` contains the server's message.
 *
 * Each proven cause has its own subclass.
 */
export class AuthenticationError extends KinabaseError {
  /** The name of the class. */
  override readonly name: string = "AuthenticationError";
  /** Identifies the error. */
  override readonly code:
    | "authentication"
    | "invalid_credentials"
    | "api_not_enabled"
    | "app_inactive"
    | "token_rejected" = "authentication";
}

/** The App ID or the App Secret is wrong, as the server's message says (S). */
export class InvalidCredentialsError extends AuthenticationError {
  /** The name of the class. */
  override readonly name: string = "InvalidCredentialsError";
  /** Identifies the error. */
  override readonly code = "invalid_credentials" as const;
}

/** The API is not enabled for this tenant, as the server's message says (S). */
export class ApiNotEnabledError extends AuthenticationError {
  /** The name of the class. */
  override readonly name: string = "ApiNotEnabledError";
  /** Identifies the error. */
  override readonly code = "api_not_enabled" as const;
}

/** The app registration has expired or was revoked, as the server's message says (S). */
export class AppInactiveError extends AuthenticationError {
  /** The name of the class. */
  override readonly name: string = "AppInactiveError";
  /** Identifies the error. */
  override readonly code = "app_inactive" as const;
}

/** Kinabase rejected the token of a call (S), and refreshing it once did not help or was not possible. */
export class TokenRejectedError extends AuthenticationError {
  /** The name of the class. */
  override readonly name: string = "TokenRejectedError";
  /** Identifies the error. */
  override readonly code = "token_rejected" as const;
}

/**
 * Kinabase rejected the request with 400 (D): a missing or unknown field, a value of the wrong type, or
 * too many records at once. Or with 409 (A): another record already uses one of its values.
 */
export class BadRequestError extends KinabaseError {
  /** The name of the class. */
  override readonly name: string = "BadRequestError";
  /** Identifies the error. */
  override readonly code = "bad_request" as const;
}

/** The requested collection, record or path does not exist: 404 (D). */
export class NotFoundError extends KinabaseError {
  /** The name of the class. */
  override readonly name: string = "NotFoundError";
  /** Identifies the error. */
  override readonly code = "not_found" as const;
}

/**
 * No response arrived, or it ended early: a failed DNS lookup, a refused or reset connection. `cause` is a
 * copy of the runtime's error, without secrets.
 */
export class NetworkError extends KinabaseError {
  /** The name of the class. */
  override readonly name: string = "NetworkError";
  /** Identifies the error. */
  override readonly code = "network" as const;
}

/**
 * The response is not one the Kinabase API documents: a proxy's HTML, a redirect, an empty body, or a
 * server error that outlasted the retries.
 */
export class UnexpectedResponseError extends KinabaseError {
  /** The name of the class. */
  override readonly name: string = "UnexpectedResponseError";
  /** Identifies the error. */
  override readonly code = "unexpected_response" as const;
}

/**
 * A stream returned the maximum number of records (D: 100,000), so there may be more (A).
 * Thrown after the last record.
 */
export class TruncatedError extends KinabaseError {
  /** The name of the class. */
  override readonly name: string = "TruncatedError";
  /** Identifies the error. */
  override readonly code = "truncated" as const;
}

/**
 * One record of a bulk call or an ingest cannot be sent: it contains a value that JSON cannot represent,
 * repeats an ID, or has no valid timestamp. Only this record is skipped. The message names its index and
 * path.
 */
export class InvalidRecordError extends KinabaseError {
  /** The name of the class. */
  override readonly name: string = "InvalidRecordError";
  /** Identifies the error. */
  override readonly code = "invalid_record" as const;
}
