import { type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/**
 * There is nothing at the requested place: 404 (D).
 */
export class NotFoundError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "NotFoundError";

  /**
   * @param message What went wrong.
   * @param details What is known about the call.
   */
  constructor(message: string, details: ErrorDetails) {
    super("not_found", message, details);
  }
}
