import { AuthenticationError } from "./authentication-error.ts";
import type { ErrorDetails } from "./kinabase-error.ts";

/**
 * Kinabase rejected the token of a call (S), and renewing it once did not help or was not possible.
 */
export class TokenRejectedError extends AuthenticationError {
  /** The class's name. */
  override readonly name: string = "TokenRejectedError";

  /**
   * @param message What went wrong.
   * @param details What is known about the call.
   */
  constructor(message: string, details: ErrorDetails) {
    super(message, details, "token_rejected");
  }
}
