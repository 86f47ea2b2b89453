import { createClientContext } from "../client-context.ts";
import type { CredentialOptions } from "../options.ts";
import type { CallOptions } from "../http/call-options.ts";

/** Gives tokens that are good to use, for programs that need nothing else of the client. */
export interface TokenSource {
  /**
   * A token that is valid now and for a while: the kept one, or a new one when it is about to expire.
   * Calls at the same time share one request.
   *
   * @throws {AuthenticationError} When the credentials are refused.
   * @throws {KinabaseError} When no token can be had for another reason.
   */
  token(call?: CallOptions): Promise<string>;
  /**
   * The token to use instead of one that was answered with 401: a newer one that is already there, or
   * a new one.
   *
   * @param rejected The token that was rejected.
   */
  renew(rejected: string, call?: CallOptions): Promise<string>;
}

/**
 * Makes a token source. Nothing is sent until the first token is asked for.
 *
 * @throws {TypeError} When an option is missing or wrong, naming it and what was expected.
 *
 * @example
 * ```ts
 * import { createTokenSource } from "@kinakit/kinabase";
 *
 * declare const appId: string, appSecret: string;
 * const tokens = createTokenSource({ appId, appSecret });
 * const headers = { authorization: `Bearer ${await tokens.token()}` };
 * ```
 */
export function createTokenSource(options: CredentialOptions): TokenSource {
  const { tokenProvider, deadline } = createClientContext(options);
  return {
    token: async (call) => await tokenProvider.current(deadline(call)),
    renew: async (rejected, call) => await tokenProvider.refresh(rejected, deadline(call)),
  };
}
