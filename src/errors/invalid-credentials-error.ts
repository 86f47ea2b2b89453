import { AuthenticationError } from "./authentication-error.ts";
import type { ErrorDetails } from "./kinabase-error.ts";

/**
 * Kinabase said that the App ID or the App Secret is wrong (S).
 */
export class InvalidCredentialsError extends AuthenticationError {
  /** The class's name. */
  override readonly name: string = "InvalidCredentialsError";

  /**
   * @param message What went wrong.
   * @param details What is known about the call.
   */
  constructor(message: string, details: ErrorDetails) {
    super(message, details, "invalid_credentials");
  }
}
