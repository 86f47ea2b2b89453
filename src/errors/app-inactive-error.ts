import { AuthenticationError } from "./authentication-error.ts";
import type { ErrorDetails } from "./kinabase-error.ts";

/**
 * Kinabase said that the app registration has expired or was revoked (S).
 */
export class AppInactiveError extends AuthenticationError {
  /** The class's name. */
  override readonly name: string = "AppInactiveError";

  /**
   * @param message What went wrong.
   * @param details What is known about the call.
   */
  constructor(message: string, details: ErrorDetails) {
    super(message, details, "app_inactive");
  }
}
