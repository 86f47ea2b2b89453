import { type ClientContext, createClientContext } from "./client-context.ts";
import { resolvePath } from "./base-url.ts";
import { type Collection, type CollectionOptions, createCollection } from "./records/collection.ts";
import { listCollections } from "./records/list-collections.ts";
import { withDeadline } from "./http/body.ts";
import { sendJson } from "./http/json.ts";
import { type RetryOptions, retryPolicy } from "./http/retry.ts";
import { valueOf } from "./http/transport.ts";
import { checkRetry } from "./check-options.ts";
import { refuseUnknown } from "./unknown-options.ts";
import type { ClientOptions } from "./options.ts";
import type { SchemaInput, StandardSchema } from "./records/standard-schema.ts";
import type { CallOptions } from "./http/call-options.ts";
import type { CollectionInfo, JsonObject } from "./wire/types.ts";

/** A client of one Kinabase app. */
export interface Client {
  /** Where the API is, with a trailing slash. */
  readonly baseUrl: string;
  /**
   * The token that calls carry now, obtained or renewed if need be. To be kept as safe as a password.
   *
   * @throws {AuthenticationError} When the credentials are refused.
   */
  token(call?: CallOptions): Promise<string>;
  /**
   * Asks Kinabase whether this client is authenticated: `GET /status` (D).
   *
   * @returns The answer's body, or `undefined` when it is empty. What is in it is not documented (A).
   * @throws {AuthenticationError} When the credentials or the token are refused.
   */
  status(call?: CallOptions): Promise<unknown>;
  /**
   * The tenant's collections that this app can see (D).
   *
   * @throws {AuthenticationError} When the credentials or the token are refused.
   */
  collections(call?: CallOptions): Promise<CollectionInfo[]>;
  /**
   * One collection, its records' type and checks taken from a schema of any library that follows
   * Standard Schema: zod, valibot, arktype. Nothing is sent.
   *
   * @param idOrSlug The collection's ID or slug (D).
   * @throws {TypeError} When it cannot be part of a URL.
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
   * One collection. Its records' type is taken on trust. Nothing is sent.
   *
   * @typeParam D What a record's `data` holds; plain JSON when it is not said.
   * @param idOrSlug The collection's ID or slug (D).
   * @throws {TypeError} When it cannot be part of a URL.
   */
  collection<D extends object = JsonObject>(
    idOrSlug: string,
    options?: { schema?: undefined },
  ): Collection<D>;
  /**
   * Sends any request with the token. Every status comes back as a plain `Response`: only a 401 is
   * answered with one renewal, and what {@linkcode RetryOptions} says is sent again, before that.
   *
   * The call's deadline covers the body too, and its signal ends the reading of it: a body that nobody
   * reads is best canceled. A stream as a body is sent once and never again.
   *
   * @param path Below the base URL: `collections`, `/collections?limit=5`. Never an absolute URL.
   * @param init As for `fetch`, with `timeout`, `retry` and `idempotent` besides.
   * @throws {TypeError} When the path would leave the base URL, or `authorization` is set by hand.
   * @throws {KinabaseError} When no token can be had or no answer arrives.
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

/** What {@linkcode Client.fetch} takes besides the init of `fetch`. */
export interface ClientFetchInit extends Omit<RequestInit, "signal" | "redirect">, CallOptions {
  /** When and how often this request is sent again; see `retry` of the client, which is the default. */
  retry?: RetryOptions | number | false | undefined;
  /**
   * Whether sending the request twice does no harm, so that it may be sent again when its answer is
   * lost. Default: `true` for GET, HEAD, PUT, PATCH and DELETE, `false` for POST.
   */
  idempotent?: boolean | undefined;
}

const SAFE_TO_REPEAT: ReadonlySet<string> = new Set(["GET", "HEAD", "PUT", "PATCH", "DELETE"]);

/**
 * Makes a client. Nothing is sent until the first call, so it may stand at module scope on Workers;
 * made inside a handler it finds the token that an earlier one obtained.
 *
 * @throws {TypeError} When an option is missing or wrong, naming it and what was expected.
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
 * @example With tokens that come from elsewhere
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 *
 * declare function tokenFromVault(fresh: boolean): Promise<string>;
 * const client = createClient({
 *   token: ({ rejected }) => tokenFromVault(rejected !== undefined),
 * });
 * ```
 */
export function createClient(options: ClientOptions): Client {
  const context = createClientContext(options);
  return {
    baseUrl: context.baseUrl,
    token: async (call) => await context.tokenProvider.current(context.deadline(call)),
    status: (call) => status(context, call),
    collections: (call) => listCollections(context, call),
    // The schema checks the type; without a schema it is trusted.
    collection: <D>(idOrSlug: string, of: CollectionOptions = {}) => {
      refuseUnknown(of, ["schema"]);
      return createCollection(context, idOrSlug, of) as Collection<D>;
    },
    fetch: (path, init) => authorizedFetch(context, path, init),
  };
}

async function status(
  context: ClientContext,
  call: CallOptions | undefined,
): Promise<unknown> {
  const request = { method: "GET", path: "status", idempotent: true } as const;
  return (await sendJson(context, request, call)).body;
}

async function authorizedFetch(
  context: ClientContext,
  path: string,
  init: ClientFetchInit = {},
): Promise<Response> {
  const { transport, tokenProvider, baseUrl, redactor } = context;
  const { signal, timeout, retry, idempotent, body, ...rest } = init;
  checkRetry(retry);
  const url = resolvePath(baseUrl, path);
  const method = (rest.method ?? "GET").toUpperCase();
  const bodyless = method === "GET" || method === "HEAD";
  if (bodyless && body !== undefined && body !== null) {
    throw new TypeError(`body: expected none with ${method}`);
  }
  const headers = new Headers(rest.headers);
  if (headers.has("authorization")) {
    throw new TypeError("headers: expected no authorization, since the client sets its own");
  }
  if (!headers.has("accept")) headers.set("accept", "application/json");
  // All requests must carry it (D). Of these the runtime knows the type, and of a form where it is cut.
  const hasOwnType = body instanceof FormData || body instanceof Blob ||
    body instanceof URLSearchParams;
  if (!hasOwnType && !headers.has("content-type")) headers.set("content-type", "application/json");
  const request = {
    method,
    url,
    path: new URL(url).pathname.slice(new URL(baseUrl).pathname.length),
    headers,
    init: rest,
    body: body ?? undefined,
    idempotent: idempotent ?? SAFE_TO_REPEAT.has(method),
    writes: method !== "GET" && method !== "HEAD",
    retry: retry === undefined ? context.retry : retryPolicy(retry),
    tokenProvider,
  };
  return valueOf(
    await transport.send(
      request,
      context.deadline({ signal, timeout }),
      ({ response, deadline }) => Promise.resolve(withDeadline(response, deadline, redactor)),
    ),
  );
}
