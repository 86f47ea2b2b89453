import { tokenOfCall } from "./auth/token-of-call.ts";
import { clientFetch, type ClientFetchInit } from "./client-fetch.ts";
import { type ClientContext, createClientContext } from "./client-context.ts";
import type { Clock } from "./clock.ts";
import { type Collection, createCollection } from "./records/collection.ts";
import type { CollectionOptions } from "./records/collection-context.ts";
import { listCollections } from "./records/list-collections.ts";
import { sendJson } from "./http/json-call.ts";
import type { ClientOptions } from "./options.ts";
import type { SchemaInput, StandardSchema } from "./records/standard-schema.ts";
import type { CallOptions } from "./http/call-options.ts";
import type { CollectionInfo, JsonObject } from "./wire/types.ts";

/**
 * A client of one Kinabase app.
 *
 * @typeParam C The types of the records' `data` by slug, as `kinabase types` writes them. Default: any slug,
 * with any fields.
 */
export interface Client<out C extends object = object> {
  /** The base URL of the API, with a trailing slash. */
  readonly baseUrl: string;
  /** The clock of the waits between attempts, for programs that wait together with the client. */
  readonly clock: Clock;
  /**
   * Returns the current token. Requests or refreshes it if necessary. Protect it like a password.
   *
   * @throws {AuthenticationError} When Kinabase rejects the credentials.
   */
  token(call?: CallOptions): Promise<string>;
  /**
   * Checks that this client can authenticate: `GET /status` (D).
   *
   * @returns The response body, or `undefined` when it is empty. Its content is not documented (A).
   * @throws {AuthenticationError} When Kinabase rejects the credentials or the token.
   */
  status(call?: CallOptions): Promise<unknown>;
  /**
   * Lists the tenant's collections that this app can see: `GET /collections` (D).
   *
   * @throws {AuthenticationError} When Kinabase rejects the credentials or the token.
   */
  collections(call?: CallOptions): Promise<CollectionInfo[]>;
  /**
   * Returns one collection with a schema that types and checks its records. Use any library that
   * follows Standard Schema: zod, valibot, arktype. It sends no request.
   *
   * @param idOrSlug The collection's ID or slug (D).
   * @throws {TypeError} When `idOrSlug` cannot be part of a URL.
   *
   * @example
   * ```ts
   * import { createClient } from "@kinakit/kinabase";
   * import * as z from "zod";
   *
   * declare const appId: string, appSecret: string;
   * const Person = z.object({ fullName: z.string(), age: z.number().nullable() });
   * const people = createClient({ appId, appSecret }).collection("people", { schema: Person });
   * const { data } = await people.create({ data: { fullName: "Ada", age: 36 } });
   * ```
   */
  collection<S extends StandardSchema>(
    idOrSlug: string,
    options: CollectionOptions<S> & { schema: S },
  ): Collection<SchemaInput<S>>;
  /**
   * Returns one collection without a schema: the type of its records is trusted, not checked. It sends
   * no request.
   *
   * @typeParam D The type of a record's `data`. Default: any JSON object.
   * @param idOrSlug The collection's ID or slug (D).
   * @throws {TypeError} When `idOrSlug` cannot be part of a URL.
   */
  collection<D extends object = JsonObject>(
    idOrSlug: [keyof C] extends [never] ? string : never,
    options?: { schema?: undefined },
  ): Collection<D>;
  /**
   * Returns one collection of a client with a map of types, with a type of the caller's own. It sends no
   * request.
   *
   * @typeParam D The type of a record's `data`. It must be given: `collection<Person>("people")`.
   * @param idOrSlug The collection's ID or slug (D). It need not be in the map.
   * @throws {TypeError} When `idOrSlug` cannot be part of a URL.
   */
  collection<D extends object = never>(
    idOrSlug: [D] extends [never] ? never : string,
    options?: { schema?: undefined },
  ): Collection<NoInfer<D>>;
  /**
   * Returns one collection of a client with a map of types. A slug that is not in the map is a type error. It
   * sends no request.
   *
   * @param slug The collection's slug (D).
   * @throws {TypeError} When `slug` cannot be part of a URL.
   *
   * @example
   * ```ts
   * import { createClient } from "@kinakit/kinabase";
   *
   * // Written by `kinabase types`.
   * interface Collections {
   *   people: { fullName: string; age: number | null };
   * }
   *
   * declare const appId: string, appSecret: string;
   * const people = createClient<Collections>({ appId, appSecret }).collection("people");
   * await people.create({ data: { fullName: "Ada", age: 36 } });
   * ```
   */
  collection<K extends keyof C & string>(
    slug: K,
    options?: { schema?: undefined },
  ): Collection<C[K]>;
  /**
   * Returns one collection of a client with a map of types, by a slug that is only known at run time. Its
   * records have any fields. It sends no request.
   *
   * @param idOrSlug The collection's ID or slug (D).
   * @throws {TypeError} When `idOrSlug` cannot be part of a URL.
   */
  collection<S extends string>(
    idOrSlug: string extends S ? S : Extract<keyof C, string>,
    options?: { schema?: undefined },
  ): Collection<JsonObject>;
  /**
   * Sends any request with the token and returns a plain `Response` for every status, including errors.
   * It retries failed requests (see `RetryOptions`). After a 401 it refreshes the token and tries
   * once more.
   *
   * The deadline and the signal of the call also cover reading the body. Cancel a body that you do not
   * read. A request whose body is a stream is sent only once.
   *
   * @param path A path below the base URL: `collections`, `/collections?limit=5`. Not an absolute URL.
   * @param init The init of `fetch`, plus `timeout`, `retry` and `idempotent`.
   * @throws {TypeError} When an argument is wrong, the path resolves outside the base URL, or
   *   `authorization` is set.
   * @throws {KinabaseError} When the token request fails or no response arrives.
   *
   * @example
   * ```ts
   * import { createClient } from "@kinakit/kinabase";
   *
   * declare const appId: string, appSecret: string;
   * const client = createClient({ appId, appSecret });
   * const response = await client.fetch("collections", { timeout: 10_000 });
   * if (response.ok) console.log(await response.json());
   * ```
   */
  fetch(path: string, init?: ClientFetchInit): Promise<Response>;
}

/**
 * Creates a client. It sends no request until the first call, so on Workers you can create it at module
 * scope. A client created inside a handler reuses the token that an earlier one requested.
 *
 * @typeParam C The types of the records' `data` by slug, as `kinabase types` writes them. Default: any slug,
 * with any fields.
 * @throws {TypeError} When an option is missing or wrong. The message names it and what was expected.
 *
 * @example
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 *
 * declare const appId: string, appSecret: string;
 * const client = createClient({ appId, appSecret });
 * await client.status();
 * ```
 *
 * @example With tokens from another source
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 *
 * declare function tokenFromVault(fresh: boolean): Promise<string>;
 * const client = createClient({
 *   token: ({ rejected }) => tokenFromVault(rejected !== undefined),
 * });
 * ```
 */
export function createClient<C extends object = object>(
  options: ClientOptions,
): Client<C> {
  const context = createClientContext(options);
  return {
    baseUrl: context.baseUrl,
    clock: context.clock,
    token: async (call) => await tokenOfCall(context.deadline(call), context.tokenProvider.current),
    status: (call) => status(context, call),
    collections: (call) => listCollections(context, call),
    // The schema checks the type; without a schema it is trusted.
    collection: <D>(idOrSlug: string, of?: CollectionOptions) =>
      createCollection(context, idOrSlug, of) as Collection<D>,
    fetch: (path, init) => clientFetch(context, path, init),
  };
}

async function status(
  context: ClientContext,
  call: CallOptions | undefined,
): Promise<unknown> {
  const request = { method: "GET", path: "status", idempotent: true } as const;
  return (await sendJson(context, request, call)).body;
}
