import type { Connection } from "../connection.ts";
import type { TokenProvider } from "./refresh-after-401.ts";
import type { CoordinatorOptions, CredentialOptions } from "../options.ts";
import { tokenOrigin } from "./token-origin.ts";
import { cachedTokens } from "./cached-tokens.ts";
import { sharedTokenStore, type TokenStore } from "./token-store.ts";

const RENEW_BEFORE_MS = 60_000;
// Later than the coordinator, which by then has a new token.
const RENEW_COORDINATED_BEFORE_MS = 30_000;
const TOKEN_WAIT_TIMEOUT_MS = 5_000;

/** Provides the tokens of an app or of a coordinator, from a cache. The options were checked before. */
export function createTokenProvider(
  options: CredentialOptions | CoordinatorOptions,
  connection: Connection,
): TokenProvider {
  const { coordinator, tokenWaitTimeout: patience = TOKEN_WAIT_TIMEOUT_MS } = options;
  const usual = coordinator ? RENEW_COORDINATED_BEFORE_MS : RENEW_BEFORE_MS;
  return cachedTokens({
    ...connection,
    origin: tokenOrigin(options, { ...connection, patience }),
    tokenStore: tokenStoreOf(options),
    renewBefore: options.renewBefore ?? usual,
    // With credentials, a call waits for the coordinator first, and then for its own token request.
    tokenWaitTimeout: coordinator && options.appId ? 2 * patience : patience,
  });
}

/**
 * Clients with the same `fetch` or the same coordinator share a store. The global `fetch` is looked up at each
 * call: a test that replaces it must not get the token of the previous test.
 */
function tokenStoreOf(
  { tokenStore, coordinator, fetch: given }: CredentialOptions | CoordinatorOptions,
): () => TokenStore {
  if (tokenStore !== undefined) return () => tokenStore;
  return () => sharedTokenStore(coordinator ?? given ?? globalThis.fetch);
}
