import { type Client, type ClientOptions, createClient, type Credentials } from "../../mod.ts";
import type { CredentialOptions } from "../../mod.ts";
import { type BehaviorSettings, behaviorTable, type SwitchId } from "../../mock-server/mod.ts";
import { equal, ok } from "./assert.ts";
import { type Call, type CollectionCalls, collectionCalls } from "./collection-context.ts";
import { readResponse } from "./response.ts";
import type { Target } from "./target.ts";
import { discard } from "./tools.ts";

/**
 * The behaviors that change what a case expects: the expected outcome under each option that differs from
 * what the title says.
 */
export type DependsOn = {
  readonly [Id in SwitchId]?: { readonly [Option in BehaviorSettings[Id]]?: string };
};

/** What every case can use. */
export interface Helpers {
  /** The credentials of an active app. */
  credentials: Credentials;
  /** The target. */
  target: Target;
  /** The target's option of a behavior that is listed in the case's `dependsOn`. */
  behavior<Id extends SwitchId>(id: Id): Promise<BehaviorSettings[Id]>;
  /** Sends a raw request. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Sends a raw token request. A text body is sent unchanged. */
  requestToken(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Requests a token with a raw request. */
  newToken(credentials?: Credentials): Promise<string>;
  /** Sends a raw request with a token. A body is sent as JSON, a text unchanged. */
  call: Call;
  /** Requests to the target's `collection`, for cases that need it. */
  records: CollectionCalls;
  /** Requests to another collection, by its ID or slug. */
  recordsOf(collection: string): CollectionCalls;
  /** Requests the status with a token, and returns the HTTP status. */
  statusWith(token: string): Promise<number>;
  /** Creates a client of the target. */
  client(over?: Partial<CredentialOptions>): Client;
  /** Returns the options of such a client. */
  clientOptions(over?: Partial<CredentialOptions>): CredentialOptions;
}

const JSON_TYPE = "application/json";

/** Creates the helpers for a target. */
export async function helpersFor(
  target: Target,
  dependsOn: DependsOn = {},
): Promise<Helpers & { credentials: Credentials }> {
  const { fetch, baseUrl, clock, allowInsecure } = target;
  // The credentials may be an app of the mock, whose other properties are not client options.
  const { appId, appSecret } = typeof target.credentials === "function"
    ? await target.credentials()
    : target.credentials;
  const credentials = { appId, appSecret };

  const request = (path: string, init: RequestInit = {}) => {
    // All requests must have both (D).
    const headers = new Headers({ accept: JSON_TYPE, "content-type": JSON_TYPE });
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    return fetch(`${baseUrl}${path}`, { ...init, headers });
  };
  const requestToken: Helpers["requestToken"] = (body, headers = {}) =>
    request("token", {
      method: "POST",
      headers,
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const clientOptions = (over: Partial<CredentialOptions> = {}) => ({
    ...credentials,
    fetch,
    baseUrl,
    clock,
    allowInsecure,
    ...over,
  });
  const newToken: Helpers["newToken"] = async (of = credentials) => {
    const response = await requestToken(of);
    equal(response.status, 200, "status of POST token");
    const { token } = await response.json();
    ok(typeof token === "string", "expected a token in the response");
    return token;
  };
  let kept: string | undefined;
  const token = target.token ?? (async (rejected) => {
    if (kept === undefined || kept === rejected) kept = await newToken();
    return kept;
  });
  const call: Call = async (method, path, body, given = {}) => {
    const sent = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const send = (bearer: string) => {
      const headers = { authorization: `Bearer ${bearer}`, ...given };
      return request(path, { method, headers, ...(sent === undefined ? {} : { body: sent }) });
    };
    const bearer = await token();
    const response = await send(bearer);
    if (response.status !== 401) return await readResponse(response);
    // The token request of a client may have ended this token.
    discard(response);
    return await readResponse(await send(await token(bearer)));
  };
  const recordsOf = (collection: string) => collectionCalls(collection, call);
  const behavior: Helpers["behavior"] = async (id) => {
    if (dependsOn[id] === undefined) throw new Error(`dependsOn: the case does not list ${id}`);
    return await target.behavior?.(id) ?? behaviorTable[id].default;
  };
  return {
    target,
    behavior,
    credentials,
    request,
    requestToken,
    newToken,
    call,
    recordsOf,
    records: recordsOf(target.collection ?? ""),
    async statusWith(token) {
      const response = await request("status", { headers: { authorization: `Bearer ${token}` } });
      discard(response);
      return response.status;
    },
    clientOptions,
    client: (over) => createClient(clientOptions(over) satisfies ClientOptions),
  };
}
