import { type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/**
 * No answer arrived, or it broke off: a failed lookup, a refused or reset connection. Its `cause` is a
 * copy of the runtime's own error, without secrets.
 */
export class NetworkError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "NetworkError";

  /**
   * @param message What went wrong.
   * @param details What is known about the call.
   */
  constructor(message: string, details: ErrorDetails) {
    super("network", message, details);
  }
}
