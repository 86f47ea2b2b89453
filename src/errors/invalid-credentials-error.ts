import { AuthenticationError } from "./authentication-error.ts";
import type { ErrorCode } from "./kinabase-error.ts";

/**
 * Kinabase said that the App ID or the App Secret is wrong (S).
 */
export class InvalidCredentialsError extends AuthenticationError {
  /** The class's name. */
  override readonly name: string = "InvalidCredentialsError";
  /** Says which error it is. */
  override readonly code: ErrorCode = "invalid_credentials";
}
