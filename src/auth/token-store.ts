import type { FetchFunction } from "../wire/types.ts";

/** A token and how long it may be used. */
export interface StoredToken {
  /** The token, ready for an `Authorization` header. */
  token: string;
  /** When it expires by the client's clock, in milliseconds since 1970. */
  expiresAt: number;
  /**
   * When it was requested by the client's clock, in milliseconds since 1970. A store need not keep it.
   * With it a token that lives shorter than `renewBefore` is not requested again for every call.
   */
  obtainedAt?: number | undefined;
}

/**
 * Where tokens are kept between calls. The default keeps them in memory, shared by all clients in the
 * process or isolate that use the same `fetch`. Give one of your own to share tokens more widely: in
 * a key-value store, say. Keep it as safe as a password store: a token is a key for an hour.
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
   * Gives the token kept under a key.
   *
   * @param key Made from the base URL, the App ID and a digest of the secret. It is no secret itself.
   */
  get(key: string): StoredToken | undefined | Promise<StoredToken | undefined>;
  /** Keeps a token under a key, in place of an older one. */
  set(key: string, token: StoredToken): void | Promise<void>;
}

/**
 * A token store in memory.
 *
 * @example A client that shares its token with no other
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
      const [oldest] = tokens.keys();
      if (tokens.size > REMEMBERED && oldest !== undefined) tokens.delete(oldest);
    },
  };
}

// A program with more apps than this asks for some tokens again; one that serves ever new customers
// does not grow without end.
const REMEMBERED = 1000;

const sharedStores = new WeakMap<object, TokenStore>();

/**
 * The store of all clients that send through the same function. On Workers it lives as long as the
 * isolate, so a client made in each request's handler still finds the token. Two mock servers have
 * two functions, so their tokens never meet.
 */
export function sharedTokenStore(fetch: FetchFunction): TokenStore {
  let store = sharedStores.get(fetch);
  if (store === undefined) sharedStores.set(fetch, store = memoryTokenStore());
  return store;
}
