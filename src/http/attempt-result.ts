import { NetworkError } from "../errors/errors.ts";
import { TimeoutError } from "../errors/timeout-error.ts";

/** The result of one attempt: a value, or a lost response, which may be retried. */
export type Attempt<T> =
  | { readonly value: T; readonly lost?: undefined }
  | { readonly value?: undefined; readonly lost: NetworkError | TimeoutError };

/** Catches the errors that mean that the response is lost or incomplete. Other errors are thrown. */
export async function unlessLost<T>(work: Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work };
  } catch (error) {
    // After a timeout of more than the attempt no time is left for a retry.
    if (error instanceof NetworkError || error instanceof TimeoutError) return { lost: error };
    throw error;
  }
}
