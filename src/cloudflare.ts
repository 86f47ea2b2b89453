/**
 * A Durable Object that keeps a token for all isolates of a Worker, so that they do not each obtain
 * one of their own. Without it each isolate obtains its own and keeps it, which works as well.
 *
 * @example wrangler.jsonc binds the class, the Worker exports it
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 * import { type DurableNamespace, durableTokenStore } from "@kinakit/kinabase/cloudflare";
 *
 * export { KinabaseTokens } from "@kinakit/kinabase/cloudflare";
 *
 * interface Env {
 *   KINABASE_APP_ID: string;
 *   KINABASE_APP_SECRET: string;
 *   TOKENS: DurableNamespace;
 * }
 *
 * export default {
 *   async fetch(_request: Request, env: Env): Promise<Response> {
 *     const client = createClient({
 *       appId: env.KINABASE_APP_ID,
 *       appSecret: env.KINABASE_APP_SECRET,
 *       tokenStore: durableTokenStore(env.TOKENS),
 *     });
 *     return Response.json(await client.collections());
 *   },
 * };
 * ```
 *
 * @module
 */
import type { StoredToken, TokenStore } from "./auth/token-store.ts";

export type { StoredToken, TokenStore } from "./auth/token-store.ts";

/** What is used of a binding to a Durable Object's class; Cloudflare's `DurableObjectNamespace` fits. */
export interface DurableNamespace<Id = unknown> {
  /** The ID that belongs to a name. */
  idFromName(name: string): Id;
  /** The object with an ID. */
  get(id: Id): {
    /** Sends the object a request. */
    fetch(input: string, init?: RequestInit): Promise<Response>;
  };
}

/** What is used of a Durable Object's state; Cloudflare's `DurableObjectState` fits. */
export interface DurableState {
  /** What the object keeps. */
  readonly storage: {
    /** Reads a value. */
    get(key: string): Promise<unknown>;
    /** Keeps a value. */
    put(key: string, value: unknown): Promise<void>;
    /** Forgets everything. */
    deleteAll(): Promise<void>;
    /** Asks for a call of `alarm()` at a time, in milliseconds since 1970. */
    setAlarm(time: number): Promise<void>;
  };
}

const KEPT_UNDER = "token";
// The object is reached through its binding; no request leaves for this host, which cannot exist.
const OBJECT_URL = "https://tokens.invalid/";

/**
 * The Durable Object's class: one object for each app, holding its token until it expires. To be
 * exported by the Worker and bound under `durable_objects`, with a migration that names it.
 */
export class KinabaseTokens {
  readonly #storage: DurableState["storage"];

  /** Is called by the Workers runtime. */
  constructor(state: DurableState) {
    this.#storage = state.storage;
  }

  /** Gives the token (GET) or keeps one (PUT). Only the Worker's own binding reaches it. */
  async fetch(request: Request): Promise<Response> {
    if (request.method === "GET") {
      const kept = await this.#storage.get(KEPT_UNDER);
      return isStoredToken(kept) ? Response.json(kept) : new Response(null, { status: 404 });
    }
    if (request.method !== "PUT") return new Response(null, { status: 405 });
    const token: unknown = await request.json();
    if (!isStoredToken(token)) return new Response(null, { status: 400 });
    await this.#storage.put(KEPT_UNDER, token);
    await this.#storage.setAlarm(token.expiresAt);
    return new Response(null, { status: 204 });
  }

  /** Forgets the token when it has expired. */
  async alarm(): Promise<void> {
    await this.#storage.deleteAll();
  }
}

/**
 * A token store in the Durable Objects of {@linkcode KinabaseTokens}.
 *
 * @param namespace The binding to the class.
 */
export function durableTokenStore<Id>(namespace: DurableNamespace<Id>): TokenStore {
  const objectOf = (key: string) => namespace.get(namespace.idFromName(key));
  return {
    async get(key) {
      const response = await objectOf(key).fetch(OBJECT_URL);
      if (response.status === 404) return undefined;
      const kept: unknown = await response.json();
      return isStoredToken(kept) ? kept : undefined;
    },
    async set(key, token) {
      const response = await objectOf(key).fetch(OBJECT_URL, {
        method: "PUT",
        body: JSON.stringify(token),
      });
      if (!response.ok) throw new Error(`The Durable Object answered with ${response.status}`);
    },
  };
}

function isStoredToken(value: unknown): value is StoredToken {
  return typeof value === "object" && value !== null &&
    "token" in value && typeof value.token === "string" &&
    "expiresAt" in value && typeof value.expiresAt === "number";
}
