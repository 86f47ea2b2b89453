import type { Clock } from "../clock.ts";
import type { ClientListener } from "../events.ts";
import type { StoredToken } from "./token-store.ts";

/** A client needs a token. */
export interface CoordinatorCall {
  /** The client's base URL, with a trailing slash. Only its own deployment may get the token. */
  baseUrl: string;
  /** The token that was just rejected with 401, if any: the coordinator must not return it again. */
  rejected: string | undefined;
  /** Aborts when nobody waits for the token any more. */
  signal: AbortSignal;
  /** Requests a token with the client's own credentials; absent if it has none. */
  alone: (() => Promise<StoredToken>) | undefined;
  /** How long a client with credentials waits for the coordinator, in milliseconds. */
  patience: number;
  /** The clock for the token's expiry. */
  clock: Clock;
  /** The clock for the wait. */
  deadlineClock: Clock;
  /** Copies an error without secrets. */
  redacted: (error: unknown) => Error;
  /** Receives an event when the coordinator returns no token. */
  emit: ClientListener;
}

/**
 * Requests the tokens for a whole deployment, so that its processes and isolates share one. `durableTokens` of
 * `@kinakit/kinabase/cloudflare` is one, and {@linkcode createCoordinator} makes one from a function. The
 * client caches the tokens it gets.
 */
export interface TokenCoordinator {
  /** What it is, for error messages: `The Durable Object binding COORDINATOR`. */
  readonly name: string;
  /**
   * Returns a token, and whether the coordinator (`received`) or Kinabase itself (`obtained`) gave it.
   *
   * @throws {TypeError} When the token is for another base URL than the client's.
   */
  request(call: CoordinatorCall): Promise<["received" | "obtained", StoredToken]>;
}
