import { keepNewest } from "../support/keep-newest.ts";

/** A token and when it expires. */
export interface StoredToken {
  /** The token, ready for an `Authorization` header. */
  token: string;
  /** When it expires on the client's clock, in milliseconds since 1970. */
  expiresAt: number;
  /**
   * When it was requested on the client's clock, in milliseconds since 1970. Optional for a store. With it,
   * a token with a lifetime shorter than `renewBefore` is not requested again for every call.
   */
  obtainedAt?: number | undefined;
}

/**
 * Stores tokens between calls. The default store keeps them in memory and is shared by all clients in the
 * process or isolate that use the same `fetch`. To share tokens more widely, implement your own, for
 * example on a key-value store. Protect it like a password store: a token gives access for an hour (S).
 *
 * @example Tokens in Workers KV
 * ```ts
 * import type { StoredToken, TokenStore } from "@kinakit/kinabase";
 *
 * declare const kv: {
 *   get(key: string, type: "json"): Promise<StoredToken | null>;
 *   put(key: string, value: string, options: { expirationTtl: number }): Promise<void>;
 * };
 * const tokenStore: TokenStore = {
 *   get: async (key) => (await kv.get(key, "json")) ?? undefined,
 *   set: (key, token) => kv.put(key, JSON.stringify(token), { expirationTtl: 3600 }),
 * };
 * ```
 */
export interface TokenStore {
  /**
   * Returns the token stored under a key.
   *
   * @param key Made from the base URL, the App ID and a digest of the secret. It is not secret.
   */
  get(key: string): StoredToken | undefined | Promise<StoredToken | undefined>;
  /** Stores a token under a key, and replaces an older one. */
  set(key: string, token: StoredToken): void | Promise<void>;
}

/**
 * Creates a token store in memory. It keeps the tokens of the last 1,000 apps.
 *
 * @example A client that does not share its token
 * ```ts
 * import { createClient, memoryTokenStore } from "@kinakit/kinabase";
 *
 * declare const appId: string, appSecret: string;
 * const client = createClient({ appId, appSecret, tokenStore: memoryTokenStore() });
 * ```
 */
export function memoryTokenStore(): TokenStore {
  const tokens = new Map<string, StoredToken>();
  return {
    get: (key) => tokens.get(key),
    set(key, token) {
      tokens.delete(key);
      tokens.set(key, token);
      keepNewest(tokens, REMEMBERED);
    },
  };
}

// A limit, so that a program that serves more and more apps does not run out of memory.
const REMEMBERED = 1000;

const sharedStores = new WeakMap<object, TokenStore>();

/**
 * The store that all clients with the same `fetch` or the same coordinator share. On Workers it lives as long
 * as the isolate, so a client created in each request's handler finds the cached token. Two mock servers have
 * two `fetch` functions, so they never share tokens.
 */
export function sharedTokenStore(by: object): TokenStore {
  let store = sharedStores.get(by);
  if (store === undefined) sharedStores.set(by, store = memoryTokenStore());
  return store;
}
