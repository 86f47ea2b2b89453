import { type ErrorCode, KinabaseError } from "./kinabase-error.ts";

/**
 * Kinabase refused the request with 400 (D): a missing or unknown field, a value of the wrong type, too
 * many records at once.
 */
export class BadRequestError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "BadRequestError";
  /** Says which error it is. */
  override readonly code: ErrorCode = "bad_request";
}
