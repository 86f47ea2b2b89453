import { type ErrorCode, KinabaseError } from "./kinabase-error.ts";

/**
 * Kinabase refused the credentials or the token, and its answer does not prove which of the three
 * documented causes it was (S): an invalid App ID or secret, an API that is not enabled for the
 * tenant, an app that expired or was revoked. Its `remedy` says what to do about each, its
 * `serverMessage` what the server said.
 *
 * A precise cause has a class of its own below this one.
 */
export class AuthenticationError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "AuthenticationError";
  /** Says which error it is. */
  override readonly code: ErrorCode = "authentication";
}
