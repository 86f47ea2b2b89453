import { type ErrorCode, KinabaseError } from "./kinabase-error.ts";

/**
 * There is nothing at the requested place: 404 (D).
 */
export class NotFoundError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "NotFoundError";
  /** Says which error it is. */
  override readonly code: ErrorCode = "not_found";
}
