/**
 * A Durable Object that stores one token for all isolates of a Worker. It is optional: without it each
 * isolate requests and caches its own token.
 *
 * Evidence marks: (S) stated by the specification this project implements, (D) Kinabase's public
 * documentation, (O) observed in programs that use the real service, (A) assumed.
 *
 * @example Bind the class in wrangler.jsonc, and export it from the Worker
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

/** The part of Cloudflare's `DurableObjectNamespace` that this module uses. */
export interface DurableNamespace<Id = unknown> {
  /** Returns the ID for a name. */
  idFromName(name: string): Id;
  /** Returns the object with an ID. */
  get(id: Id): {
    /** Sends a request to the object. */
    fetch(input: string, init?: RequestInit): Promise<Response>;
  };
}

/** The part of Cloudflare's `DurableObjectState` that this module uses. */
export interface DurableState {
  /** The object's storage. */
  readonly storage: {
    /** Reads a value. */
    get(key: string): Promise<unknown>;
    /** Writes a value. */
    put(key: string, value: unknown): Promise<void>;
    /** Deletes everything. */
    deleteAll(): Promise<void>;
    /** Schedules a call of `alarm()`, in milliseconds since 1970. */
    setAlarm(time: number): Promise<void>;
  };
}

const KEPT_UNDER = "token";
// Requests go through the binding, so this host is never contacted. The `.invalid` domain cannot exist.
const OBJECT_URL = "https://tokens.invalid/";

/**
 * The class of the Durable Object. Each app has one object, which stores its token until it expires.
 * Export the class from the Worker and bind it under `durable_objects`, with a migration that names it.
 */
export class KinabaseTokens {
  readonly #storage: DurableState["storage"];

  /** Called by the Workers runtime. */
  constructor(state: DurableState) {
    this.#storage = state.storage;
  }

  /** Returns the token (GET) or stores one (PUT). Only the Worker's own binding can call it. */
  async fetch(request: Request): Promise<Response> {
    if (request.method === "GET") {
      const kept = await this.#storage.get(KEPT_UNDER);
      return isStoredToken(kept) ? Response.json(kept) : new Response(null, { status: 404 });
    }
    if (request.method !== "PUT") return new Response(null, { status: 405 });
    const token = await jsonOf(request);
    if (!isStoredToken(token)) return new Response(null, { status: 400 });
    await this.#storage.put(KEPT_UNDER, token);
    await this.#storage.setAlarm(token.expiresAt);
    return new Response(null, { status: 204 });
  }

  /** Deletes the token when it has expired. */
  async alarm(): Promise<void> {
    await this.#storage.deleteAll();
  }
}

/**
 * Creates a token store that uses the Durable Objects of {@linkcode KinabaseTokens}.
 *
 * @param namespace The binding to the class.
 * @returns A store for the client's `tokenStore`. Its `set` rejects when the object does not store the
 * token; the client then reports `store_failed` and continues.
 */
export function durableTokenStore<Id>(namespace: DurableNamespace<Id>): TokenStore {
  const objectOf = (key: string) => namespace.get(namespace.idFromName(key));
  return {
    async get(key) {
      const response = await objectOf(key).fetch(OBJECT_URL);
      if (response.status === 404) return undefined;
      const kept = await jsonOf(response);
      return isStoredToken(kept) ? kept : undefined;
    },
    async set(key, token) {
      const response = await objectOf(key).fetch(OBJECT_URL, {
        method: "PUT",
        body: JSON.stringify(token),
      });
      if (!response.ok) {
        throw new Error(`The Durable Object returned ${response.status}; expected 204`);
      }
    },
  };
}

/** A body as JSON; `undefined` if it is not JSON. The runtime's error could contain a part of the token. */
async function jsonOf(of: Request | Response): Promise<unknown> {
  return await of.json().catch(() => undefined);
}

function isStoredToken(value: unknown): value is StoredToken {
  return typeof value === "object" && value !== null &&
    "token" in value && typeof value.token === "string" &&
    "expiresAt" in value && typeof value.expiresAt === "number";
}
