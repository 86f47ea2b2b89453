import { connect, type Connection } from "./connection.ts";
import { resolvePath } from "./base-url.ts";
import { errorFromAnswer } from "./errors/from-answer.ts";
import { UnexpectedResponseError } from "./errors/unexpected-response-error.ts";
import { readText, withDeadline } from "./http/body.ts";
import { type RetryOptions, retryPolicy } from "./http/retry.ts";
import type { Answer } from "./http/transport.ts";
import type { ClientOptions } from "./options.ts";
import type { CallOptions, JsonValue } from "./types.ts";

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
  status(call?: CallOptions): Promise<JsonValue | undefined>;
  /**
   * Sends any request with the token. Every status comes back as a plain `Response`: only a 401 is
   * answered with one renewal, and what {@linkcode RetryOptions} says is sent again, before that.
   *
   * The call's deadline covers the body too. A stream as a body is sent once and never again.
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
  /** When and how often this request is sent again; `false` for never. Default: the client's. */
  retry?: RetryOptions | false | undefined;
  /**
   * Whether sending the request twice does no harm, so that it may be sent again when its answer is
   * lost. Default: `true` for GET, HEAD, PUT, PATCH and DELETE, `false` for POST.
   */
  idempotent?: boolean | undefined;
}

const SAFE_TO_REPEAT: ReadonlySet<string> = new Set(["GET", "HEAD", "PUT", "PATCH", "DELETE"]);
const LARGEST_STATUS_BYTES = 1024 * 1024;

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
  const connection = connect(options);
  return {
    baseUrl: connection.baseUrl,
    token: (call) => connection.bearer.current(connection.deadline(call)),
    status: (call) => status(connection, call),
    fetch: (path, init) => authorizedFetch(connection, path, init),
  };
}

async function status(
  connection: Connection,
  call: CallOptions | undefined,
): Promise<JsonValue | undefined> {
  const { transport, bearer, retry, baseUrl } = connection;
  const path = "status";
  const request = {
    method: "GET",
    url: `${baseUrl}${path}`,
    path,
    headers: new Headers({ accept: "application/json" }),
    idempotent: true,
    retry,
    bearer,
  };
  return await transport.send(
    request,
    connection.deadline(call),
    (answer) => readJson(connection, `GET ${path}`, answer),
  );
}

async function readJson(
  { redactor, clock }: Connection,
  call: string,
  { response, deadline, attempts, requestId }: Answer,
): Promise<JsonValue | undefined> {
  const { status, headers } = response;
  const text = await readText(response, deadline, redactor, LARGEST_STATUS_BYTES);
  if (!response.ok) {
    const body = redactor.text(text);
    throw errorFromAnswer({ call, status, headers, body, attempts, requestId, now: clock.now() });
  }
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new UnexpectedResponseError(`${call} was answered with ${status}, but not with JSON`, {
      status,
      requestId,
      attempts,
      remedy: "Check baseUrl, and look for a proxy or a login page in between.",
    });
  }
}

async function authorizedFetch(
  connection: Connection,
  path: string,
  init: ClientFetchInit = {},
): Promise<Response> {
  const { transport, bearer, baseUrl, redactor } = connection;
  const { signal, timeout, retry, idempotent, body, ...rest } = init;
  const url = resolvePath(baseUrl, path);
  const method = (rest.method ?? "GET").toUpperCase();
  const headers = new Headers(rest.headers);
  if (headers.has("authorization")) {
    throw new TypeError("headers: expected no authorization, since the client sets its own");
  }
  if (!headers.has("accept")) headers.set("accept", "application/json");
  if (typeof body === "string" && !headers.has("content-type")) {
    headers.set("content-type", "application/json");
  }
  const request = {
    method,
    url,
    path: new URL(url).pathname.slice(new URL(baseUrl).pathname.length),
    headers,
    init: rest,
    body: body ?? undefined,
    idempotent: idempotent ?? SAFE_TO_REPEAT.has(method),
    retry: retry === undefined ? connection.retry : retryPolicy(retry),
    bearer,
  };
  return await transport.send(
    request,
    connection.deadline({ signal, timeout }),
    ({ response, deadline }) => Promise.resolve(withDeadline(response, deadline, redactor)),
  );
}
