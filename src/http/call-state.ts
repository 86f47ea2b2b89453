/** What has happened to one call so far. The transport makes it, keeps it current, and returns it. */
export interface CallState {
  /** How many requests were sent. */
  attempts: number;
  /** Whether the token was refreshed after a 401. */
  refreshed: boolean;
  /** Whether one of the requests may have been carried out. */
  maybeApplied: boolean;
}

/** The state of a call that has not sent anything yet. */
export function newCallState(): CallState {
  return { attempts: 0, refreshed: false, maybeApplied: false };
}

/**
 * Whether a response with this status proves that its request was not carried out: the server, or a
 * proxy before it, refused it (S, D). 408 and 499 mean that somebody stopped waiting for the server.
 */
export function provesNotApplied(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 499;
}
