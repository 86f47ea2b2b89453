import { type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/**
 * Kinabase refused the request with 400 (D): a missing or unknown field, a value of the wrong type, too
 * many records at once.
 */
export class BadRequestError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "BadRequestError";

  /**
   * @param message What went wrong.
   * @param details What is known about the call.
   */
  constructor(message: string, details: ErrorDetails) {
    super("bad_request", message, details);
  }
}
