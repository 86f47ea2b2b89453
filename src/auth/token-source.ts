import { checkTokenOrigin, expectKnown } from "../check-options.ts";
import { createConnection } from "../connection.ts";
import type { CallOptions } from "../http/call-options.ts";
import type { CoordinatorOptions, CredentialOptions } from "../options.ts";
import { tokenOfCall } from "./token-of-call.ts";
import { createTokenProvider } from "./create-token-provider.ts";

/** Provides valid tokens, for programs that send their requests without this client. */
export interface TokenSource {
  /**
   * Returns a token that does not expire soon: the cached one, or a new one. Concurrent calls share one
   * token request.
   *
   * @throws {AuthenticationError} When Kinabase rejects the credentials.
   * @throws {KinabaseError} When the token request fails for another reason.
   */
  token(call?: CallOptions): Promise<string>;
  /**
   * Returns the token to use after a 401: a newer cached one, or a new one.
   *
   * @param rejected The token that was rejected with 401.
   * @throws {AuthenticationError} When Kinabase rejects the credentials.
   * @throws {KinabaseError} When the token request fails for another reason.
   */
  renew(rejected: string, call?: CallOptions): Promise<string>;
}

/**
 * Creates a token source. It sends no request until the first call of `token()`.
 *
 * @throws {TypeError} When an option is missing or wrong. The message names it and what was expected.
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
export function createTokenSource(options: CredentialOptions | CoordinatorOptions): TokenSource {
  expectKnown(options, []);
  checkTokenOrigin(options);
  const connection = createConnection(options, options.appSecret);
  const tokens = createTokenProvider(options, connection);
  return {
    token: async (call) => await tokenOfCall(connection.deadline(call), tokens.current),
    renew: async (rejected, call) =>
      await tokenOfCall(
        connection.deadline(call),
        (deadline) => tokens.refresh(rejected, deadline),
      ),
  };
}
