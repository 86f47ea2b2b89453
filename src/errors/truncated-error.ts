import { type ErrorCode, KinabaseError } from "./kinabase-error.ts";

/**
 * As many records arrived as Kinabase gives at most in one stream (D: 100,000), so there may be more
 * (A). It is thrown after the last of them.
 */
export class TruncatedError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "TruncatedError";
  /** Says which error it is. */
  override readonly code: ErrorCode = "truncated";
}
