import { KinabaseError } from "./kinabase-error.ts";

// Errors that the caller's own code threw.
const thrownByCaller = new WeakSet<KinabaseError>();

/** Remembers that the caller's own code threw an error, so that a call passes it on as it is. */
export function callersError(error: unknown): unknown {
  if (error instanceof KinabaseError) thrownByCaller.add(error);
  return error;
}

/**
 * Whether an error belongs to this call, which may then complete it. The reason of an abort, and an error of the
 * caller's own code, may be the error of another call.
 *
 * @param isAborted Whether the caller's signal has aborted.
 */
export function isOwnError(error: unknown, isAborted: boolean): error is KinabaseError {
  return error instanceof KinabaseError && !isAborted && !thrownByCaller.has(error);
}
