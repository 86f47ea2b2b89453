/** What a {@linkcode TokenCoordinator} is asked. */
export interface TokenCoordinatorContext {
  /** The token that was just rejected with 401, if any: the coordinator must not return it again. */
  rejected?: string | undefined;
  /** Aborts when nobody waits for the token any more. */
  signal: AbortSignal;
}

/** A token of a coordinator. It has no points in time, so the clocks of both sides need not agree. */
export interface CoordinatedToken {
  /** The token, ready for an `Authorization` header. */
  token: string;
  /** How long it is still valid, in milliseconds. */
  expiresIn: number;
  /** How long ago it was requested, in milliseconds. */
  age: number;
}

/**
 * Requests the tokens for a whole deployment, so that its processes and isolates share one.
 * `durableTokens` of `@kinakit/kinabase/cloudflare` is one. The client caches the tokens it gets.
 */
export interface TokenCoordinator {
  /** What it is, for error messages: `the Durable Object binding TOKENS`. */
  readonly name: string;
  /**
   * Returns the deployment's token.
   *
   * @throws {KinabaseError} When Kinabase rejects the token request, or cannot be reached. Any other error
   *   means that the coordinator itself cannot be reached.
   */
  token(context: TokenCoordinatorContext): Promise<CoordinatedToken>;
}
