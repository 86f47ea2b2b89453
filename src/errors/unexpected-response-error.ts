import { type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/**
 * Something answered that is not the Kinabase API as documented: a proxy's HTML, a redirect, an empty
 * body, a server error that outlasted the retries.
 */
export class UnexpectedResponseError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "UnexpectedResponseError";

  /**
   * @param message What went wrong.
   * @param details What is known about the call.
   */
  constructor(message: string, details: ErrorDetails) {
    super("unexpected_response", message, details);
  }
}
