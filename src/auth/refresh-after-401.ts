import { discard } from "../http/body.ts";
import type { CallState } from "../http/call-state.ts";
import type { Deadline } from "../http/deadline.ts";

/** Provides the token of a request, and a new one after a rejection. */
export interface TokenProvider {
  /** Returns the token to use now. It is not a promise if the token is already known. */
  current(deadline: Deadline): string | Promise<string>;
  /** Remembers that a token was rejected, and returns the one to use instead. */
  refresh(rejected: string, deadline: Deadline): Promise<string>;
}

/** What came of one request: a response, or none. */
interface Attempt {
  readonly value?: { readonly response: Response } | undefined;
}

/** One request of a call that needs a token. */
export interface RequestWithToken<A> {
  /** The deadline of the call. */
  deadline: Deadline;
  /** The state of the call: it remembers that the token was refreshed. */
  state: CallState;
  /** Whether the request can be sent twice. */
  canSendAgain: boolean;
  /** Sends the request. */
  attempt(token: string): Promise<A>;
}

/** Sends a request of a call with a token. */
export type SendWithToken = <A extends Attempt>(request: RequestWithToken<A>) => Promise<A>;

/**
 * Sends a request, and once more with a new token if the API rejects it with 401. A call refreshes its token
 * only once: if the new token is rejected as well, another one would be too.
 */
export async function refreshAfter401<A extends Attempt>(
  tokenProvider: TokenProvider,
  { deadline, state, canSendAgain, attempt }: RequestWithToken<A>,
): Promise<A> {
  const token = await tokenProvider.current(deadline);
  const first = await attempt(token);
  const response = first.value?.response;
  if (response?.status !== 401 || state.refreshed) return first;
  state.refreshed = true;
  const fresh = await tokenProvider.refresh(token, deadline).catch((error) => {
    discard(response);
    throw error;
  });
  if (fresh === token || !canSendAgain) return first;
  discard(response);
  return await attempt(fresh);
}
