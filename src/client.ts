import { type ClientContext, createClientContext } from "./client-context.ts";
import { resolvePath } from "./base-url.ts";
import { type Collection, createCollection } from "./records/collection.ts";
import type { CollectionOptions } from "./records/collection-context.ts";
import { listCollections } from "./records/list-collections.ts";
import { withDeadline } from "./http/body.ts";
import { sendJson } from "./http/json.ts";
import { type RetryOptions, retryPolicy } from "./http/retry.ts";
import { valueOf } from "./http/transport.ts";
import { expectRetry } from "./check-options.ts";
import { expectBoolean } from "./support/option-checks.ts";
import { describeValue } from "./support/describe-value.ts";
import { attempt } from "./support/attempt.ts";
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
export interface Client<C extends object = object> {
  /** The base URL of the API, with a trailing slash. */
  readonly baseUrl: string;
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
   * @param slug The collection's slug (D). One that is only known at run time gets records with any fields.
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
  collection<K extends string>(
    slug: K extends keyof C ? K : string extends K ? K : Extract<keyof C, string>,
    options?: { schema?: undefined },
  ): Collection<K extends keyof C ? C[K] : JsonObject>;
  /**
   * Sends any request with the token and returns a plain `Response` for every status, including errors.
   * It retries failed requests (see {@linkcode RetryOptions}). After a 401 it refreshes the token and tries
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

/** The init of `fetch` with the options that {@linkcode Client.fetch} adds. */
export interface ClientFetchInit extends Omit<RequestInit, "signal" | "redirect">, CallOptions {
  /** When and how often this request is retried. Default: the client's `retry`. */
  retry?: RetryOptions | number | false | undefined;
  /**
   * Whether it is safe to send the request twice, so that it can be retried when its response is lost.
   * Default: `true` for GET, HEAD, PUT, PATCH and DELETE, `false` for POST.
   */
  idempotent?: boolean | undefined;
}

const SAFE_TO_REPEAT: ReadonlySet<string> = new Set(["GET", "HEAD", "PUT", "PATCH", "DELETE"]);

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
    token: async (call) => await context.tokenProvider.current(context.deadline(call)),
    status: (call) => status(context, call),
    collections: (call) => listCollections(context, call),
    // The schema checks the type; without a schema it is trusted.
    collection: <D>(idOrSlug: string, of?: CollectionOptions) =>
      createCollection(context, idOrSlug, of) as Collection<D>,
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
  const { transport, sendWithToken, baseUrl, redactor } = context;
  if (typeof init !== "object" || init === null) {
    throw new TypeError(`init: expected an object, got ${describeValue(init)}`);
  }
  const { signal, timeout, retry, idempotent, body, ...rest } = init;
  expectRetry("retry", retry);
  expectBoolean("idempotent", idempotent);
  const url = resolvePath(baseUrl, path);
  const method = checkedMethod(rest.method ?? "GET");
  const bodyless = method === "GET" || method === "HEAD";
  if (bodyless && body !== undefined && body !== null) {
    throw new TypeError(`body: expected no body for a ${method} request`);
  }
  const headers = checkedHeaders(rest.headers);
  if (headers.has("authorization")) {
    throw new TypeError(
      "headers: expected no authorization header, because the client sets its own",
    );
  }
  if (!headers.has("accept")) headers.set("accept", "application/json");
  // All requests must carry it (D). For these bodies the runtime sets it, with a form's boundary.
  const hasOwnType = body instanceof FormData || body instanceof Blob ||
    body instanceof URLSearchParams;
  if (!hasOwnType && !headers.has("content-type")) headers.set("content-type", "application/json");
  const request = {
    method,
    url,
    path: new URL(url).pathname.slice(new URL(baseUrl).pathname.length),
    headers: Object.fromEntries(headers),
    init: rest,
    body: body ?? undefined,
    idempotent: idempotent ?? SAFE_TO_REPEAT.has(method),
    writes: method !== "GET" && method !== "HEAD",
    retry: retry === undefined ? context.retry : retryPolicy(retry),
    sendWithToken,
  };
  return valueOf(
    await transport.send(
      request,
      context.deadline({ signal, timeout }),
      ({ response, deadline }) => Promise.resolve(withDeadline(response, deadline, redactor)),
    ),
  );
}

/** The methods that `fetch` refuses. */
const REFUSED_METHODS: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

function checkedMethod(given: unknown): string {
  const method = typeof given === "string" ? given.toUpperCase() : "";
  if (/^[!#$%&'*+.^`|~\w-]+$/.test(method) && !REFUSED_METHODS.has(method)) return method;
  throw new TypeError(`method: expected a method such as "POST", got ${describeValue(given)}`);
}

// workerd accepts other characters as well, and sends them in UTF-8.
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The headers as an object. The runtime's own error would show the value of a header. */
function checkedHeaders(given: RequestInit["headers"]): Headers {
  const headers = attempt(() => new Headers(given));
  if (headers !== undefined && [...headers.values()].every((value) => HEADER_VALUE.test(value))) {
    return headers;
  }
  throw new TypeError(
    "headers: expected valid names, and values without line breaks and characters above U+00FF",
  );
}
