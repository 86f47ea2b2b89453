import { AuthenticationError } from "./authentication-error.ts";
import type { ErrorDetails } from "./kinabase-error.ts";

/**
 * Kinabase said that its API is not enabled for this tenant (S).
 */
export class ApiNotEnabledError extends AuthenticationError {
  /** The class's name. */
  override readonly name: string = "ApiNotEnabledError";

  /**
   * @param message What went wrong.
   * @param details What is known about the call.
   */
  constructor(message: string, details: ErrorDetails) {
    super(message, details, "api_not_enabled");
  }
}
