import { createTokenProvider } from "./auth/create-token-provider.ts";
import {
  refreshAfter401,
  type SendWithToken,
  type TokenProvider,
} from "./auth/refresh-after-401.ts";
import { fixedTokenProvider, functionTokenProvider } from "./auth/token-function.ts";
import { checkToken, checkTokenOrigin, expectKnown } from "./check-options.ts";
import { type Connection, createConnection } from "./connection.ts";
import type { ClientOptions } from "./options.ts";

/** What all calls of a client share. */
export interface ClientContext extends Connection {
  /** Provides tokens. */
  tokenProvider: TokenProvider;
  /** Sends a request with their tokens, and refreshes the token once after a 401. */
  sendWithToken: SendWithToken;
}

/** Checks the options and connects the parts. It sends no request and uses no timer or random value. */
export function createClientContext(options: ClientOptions): ClientContext {
  expectKnown(options, ["token"]);
  if (options.token === undefined) checkTokenOrigin(options);
  else checkToken(options);
  const connection = createConnection(options, options.appSecret);
  const tokenProvider = tokenProviderOf(options, connection);
  return {
    ...connection,
    tokenProvider,
    sendWithToken: (request) => refreshAfter401(tokenProvider, request),
  };
}

function tokenProviderOf(options: ClientOptions, connection: Connection): TokenProvider {
  if (options.token === undefined) return createTokenProvider(options, connection);
  const { redactor } = connection;
  return typeof options.token === "string"
    ? fixedTokenProvider(options.token, redactor)
    : functionTokenProvider(options.token, redactor);
}
