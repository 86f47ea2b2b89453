import { type ErrorCode, KinabaseError } from "./kinabase-error.ts";

/**
 * Something answered that is not the Kinabase API as documented: a proxy's HTML, a redirect, an empty
 * body, a server error that outlasted the retries.
 */
export class UnexpectedResponseError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "UnexpectedResponseError";
  /** Says which error it is. */
  override readonly code: ErrorCode = "unexpected_response";
}
