import { AuthenticationError } from "./authentication-error.ts";
import type { ErrorCode } from "./kinabase-error.ts";

/**
 * Kinabase said that its API is not enabled for this tenant (S).
 */
export class ApiNotEnabledError extends AuthenticationError {
  /** The class's name. */
  override readonly name: string = "ApiNotEnabledError";
  /** Says which error it is. */
  override readonly code: ErrorCode = "api_not_enabled";
}
