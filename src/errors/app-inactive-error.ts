import { AuthenticationError } from "./authentication-error.ts";
import type { ErrorCode } from "./kinabase-error.ts";

/**
 * Kinabase said that the app registration has expired or was revoked (S).
 */
export class AppInactiveError extends AuthenticationError {
  /** The class's name. */
  override readonly name: string = "AppInactiveError";
  /** Says which error it is. */
  override readonly code: ErrorCode = "app_inactive";
}
