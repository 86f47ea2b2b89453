// Whether a request that changes data may have been applied.
import type { KinabaseError } from "../errors/kinabase-error.ts";
import type { CallState } from "./call-state.ts";

/** Records that a request is sent. Until its response proves otherwise, it may have been applied. */
export function noteSent(state: CallState): void {
  state.maybeAppliedBefore = state.maybeApplied;
  state.maybeApplied = true;
}

/** Records the status of the last request. */
export function noteStatus(state: CallState, status: number): void {
  const isRefused = provesNotApplied(status);
  if (isRefused) state.maybeApplied = state.maybeAppliedBefore;
  state.rejected = isRefused && !BEFORE_CONTENT.has(status);
}

/** Makes the error of a call that changes data say whether the change may have been applied. */
export function tellMaybeApplied(error: KinabaseError, writes: boolean, state: CallState): void {
  if (writes) error.mayHaveBeenApplied = state.maybeApplied;
}

/** Statuses of a server that has not looked at the content of a request yet (S, D). */
const BEFORE_CONTENT: ReadonlySet<number> = new Set([401, 403, 429]);

/**
 * Whether a response with this status proves that its request was not applied: the server, or a proxy in
 * front of it, rejected it (S, D). With 408 and 499 a proxy stopped waiting, which proves nothing.
 */
function provesNotApplied(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 499;
}
