import { AuthenticationError } from "./authentication-error.ts";
import type { ErrorCode } from "./kinabase-error.ts";

/**
 * Kinabase rejected the token of a call (S), and renewing it once did not help or was not possible.
 */
export class TokenRejectedError extends AuthenticationError {
  /** The class's name. */
  override readonly name: string = "TokenRejectedError";
  /** Says which error it is. */
  override readonly code: ErrorCode = "token_rejected";
}
