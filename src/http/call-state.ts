/**
 * What has happened to one call so far. The transport makes and returns it. The exchange and the refresh after a 401
 * change it.
 */
export interface CallState {
  /** How many requests were sent. */
  attempts: number;
  /** Whether the token was refreshed after a 401. */
  refreshed: boolean;
  /** Whether one of the requests may have been applied. */
  maybeApplied: boolean;
  /** Whether one of the requests before the last one may have been applied. */
  maybeAppliedBefore: boolean;
  /** Whether the last response rejected the content of its request, and not its token or the rate limit. */
  rejected: boolean;
}

/** The state of a call that has sent no request yet. */
export function newCallState(): CallState {
  return {
    attempts: 0,
    refreshed: false,
    maybeApplied: false,
    maybeAppliedBefore: false,
    rejected: false,
  };
}
