import { isOwnError } from "./callers-error.ts";

/**
 * Takes the stack of an error again, here. Where an error is created, more functions of this package are between
 * it and the caller's program than a runtime shows. After an `await` there are few, and the runtime shows the
 * functions that wait. Other errors are kept, and so is the reason of an abort: it has the stack of another call.
 *
 * @param isAborted Whether the caller's signal has aborted.
 * @returns The same error.
 */
export function withStackOfCall(error: unknown, isAborted: boolean): unknown {
  const capture: unknown = Reflect.get(Error, "captureStackTrace");
  if (isOwnError(error, isAborted) && typeof capture === "function") {
    capture.call(Error, error, withStackOfCall);
  }
  return error;
}
