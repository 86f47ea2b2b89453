import { type ErrorCode, KinabaseError } from "./kinabase-error.ts";

/**
 * No answer arrived, or it broke off: a failed lookup, a refused or reset connection. Its `cause` is a
 * copy of the runtime's own error, without secrets.
 */
export class NetworkError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "NetworkError";
  /** Says which error it is. */
  override readonly code: ErrorCode = "network";
}
