import type { TokenFunction } from "./auth/token-function.ts";
import { isToken } from "./auth/token-function.ts";
import type { TokenStore } from "./auth/token-store.ts";
import { TOKEN_LIFE_MS } from "./auth/token-provider.ts";
import type { Clock } from "./clock.ts";
import type { ClientListener } from "./events.ts";
import type { RetryOptions } from "./http/retry.ts";
import type { CallOptions, Credentials, FetchFunction, SecretField } from "./wire/types.ts";

/** How a client reaches Kinabase. Everything has a default. */
export interface ConnectionOptions {
  /**
   * Where the API is, up to and including `/api/v1`. Default `https://app.kinabase.com/api/v1/` (D).
   * It must be HTTPS, save for loopback hosts.
   */
  baseUrl?: string | URL | undefined;
  /**
   * Sends the requests. Default: the global `fetch`, looked up at each call. A mock server's `fetch`
   * makes the client work without a network.
   */
  fetch?: FetchFunction | undefined;
  /** How long a call may take, waits and retries included, in milliseconds. Default 90,000. */
  timeout?: number | undefined;
  /** How long one request may take, its body included, in milliseconds. Default 30,000. */
  attemptTimeout?: number | undefined;
  /**
   * The largest answer that is read into memory, in bytes. Default 64 MiB, which leaves room in a
   * Worker's 128 MB. A stream of records is not held in memory and has a limit of its own.
   */
  maxResponseBytes?: number | undefined;
  /** When and how often a request is sent again; `false` for never. */
  retry?: RetryOptions | false | undefined;
  /**
   * How many requests this client sends in any minute at most, so as not to meet 429s at all; the
   * others wait their turn. Kinabase allows 100 (D); whether it counts token requests and other
   * clients is not known (A). Default: no limit.
   */
  rateLimit?: number | undefined;
  /** Takes events about requests, answers, retries and tokens. They hold no secrets. */
  onEvent?: ClientListener | undefined;
  /** Tells the time for expiry and runs the waits between attempts. Default: the machine's clock. */
  clock?: Clock | undefined;
  /**
   * Runs the deadlines, and measures durations. Default: the machine's clock, whatever `clock` is, so that nothing can hang
   * on a clock that stands still.
   */
  deadlineClock?: Clock | undefined;
  /** Gives numbers from 0 up to 1 for the jitter of waits. Default `Math.random`. */
  random?: (() => number) | undefined;
  /** Permits `http:` to a host that is not loopback, such as a container's name. Default `false`. */
  allowInsecure?: boolean | undefined;
}

/** Options of a client that obtains its tokens with an app's credentials. */
export interface CredentialOptions extends ConnectionOptions, Credentials {
  /** The name under which the secret is sent. Default `appSecret`; see {@linkcode SecretField}. */
  secretField?: SecretField | undefined;
  /** Keeps tokens between calls. Default: memory, shared by clients with the same `fetch`. */
  tokenStore?: TokenStore | undefined;
  /** How long before its expiry a token is renewed, in milliseconds. Default 60,000. */
  renewBefore?: number | undefined;
  /**
   * How long to wait for a token request that another call has started before making one's own, in
   * milliseconds. Default 5,000. On Workers the other call may be gone.
   */
  tokenWaitTimeout?: number | undefined;
  /** Permits a secret in a browser, where everybody can read it. Default `false`. */
  allowBrowser?: boolean | undefined;
  /** Not together with credentials. */
  token?: undefined;
}

/** Options of a client that is given its tokens. */
export interface TokenOptions extends ConnectionOptions {
  /** A token, or a function that gives one. */
  token: string | TokenFunction;
  /** Not together with a token. */
  appId?: undefined;
  /** Not together with a token. */
  appSecret?: undefined;
}

/** What `createClient` takes: credentials or a token, and how to reach Kinabase. */
export type ClientOptions = CredentialOptions | TokenOptions;

const CONNECTION_NAMES = [
  "baseUrl",
  "fetch",
  "timeout",
  "attemptTimeout",
  "maxResponseBytes",
  "rateLimit",
  "retry",
  "onEvent",
  "clock",
  "deadlineClock",
  "random",
  "allowInsecure",
];
const CREDENTIAL_NAMES = [
  "appId",
  "appSecret",
  "secretField",
  "tokenStore",
  "renewBefore",
  "tokenWaitTimeout",
  "allowBrowser",
];
/** Names of options by how they are written, or might be. */
const KNOWN = new Map([
  ...[...CONNECTION_NAMES, ...CREDENTIAL_NAMES, "token"].map((name) =>
    [name.toLowerCase(), name] as const
  ),
  ["url", "baseUrl"],
  ["endpoint", "baseUrl"],
  ["timeoutms", "timeout"],
  ["retries", "retry: { limit }"],
]);
const RETRY_NAMES = ["limit", "baseDelay", "maxDelay"];

/**
 * Checks what does not depend on the kind of client.
 *
 * @throws {TypeError} Naming the option and what was expected.
 */
export function checkConnection(options: ConnectionOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError("options: expected an object with appId and appSecret, or with token");
  }
  for (const name of Object.keys(options)) {
    const known = KNOWN.get(name.toLowerCase());
    // A baseURL passed over in silence would send a test to production.
    if (known !== undefined && known !== name) throw new TypeError(`${name}: write it ${known}`);
  }
  if (options.allowInsecure !== undefined && typeof options.allowInsecure !== "boolean") {
    throw new TypeError(
      `allowInsecure: expected true or false, got ${show(options.allowInsecure)}`,
    );
  }
  const { maxResponseBytes, rateLimit } = options;
  expectFunction("fetch", options.fetch);
  expectFunction("onEvent", options.onEvent);
  expectFunction("random", options.random);
  expectMethods("clock", options.clock, ["now", "sleep"]);
  expectMethods("deadlineClock", options.deadlineClock, ["now", "sleep"]);
  expectDuration("timeout", options.timeout);
  expectDuration("attemptTimeout", options.attemptTimeout);
  if (maxResponseBytes !== undefined && !(maxResponseBytes >= 1)) {
    throw new TypeError(
      `maxResponseBytes: expected a number of bytes, got ${show(maxResponseBytes)}`,
    );
  }
  if (rateLimit !== undefined && !(Number.isInteger(rateLimit) && rateLimit >= 1)) {
    throw new TypeError(`rateLimit: expected requests a minute, 1 or more, got ${show(rateLimit)}`);
  }
  checkRetry(options.retry);
}

/**
 * Checks when a request is to be sent again.
 *
 * @throws {TypeError} Naming the option and what was expected.
 */
export function checkRetry(retry: RetryOptions | false | undefined): void {
  if (retry === undefined || retry === false) return;
  if (typeof retry !== "object" || retry === null) {
    throw new TypeError(`retry: expected an object or false, got ${show(retry)}`);
  }
  const unknown = Object.keys(retry).find((name) => !RETRY_NAMES.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`retry.${unknown}: it is not known; expected ${RETRY_NAMES.join(", ")}`);
  }
  if (retry.limit !== undefined && !(Number.isInteger(retry.limit) && retry.limit >= 0)) {
    throw new TypeError(`retry.limit: expected 0, 1, 2, …, got ${show(retry.limit)}`);
  }
  expectDuration("retry.baseDelay", retry.baseDelay);
  expectDuration("retry.maxDelay", retry.maxDelay);
}

/**
 * Checks an app's credentials and what goes with them. The secret is never shown.
 *
 * @throws {TypeError} Naming the option and what was expected.
 */
export function checkCredentials(options: CredentialOptions): void {
  const { appId, appSecret, secretField } = options;
  if (appId === undefined || appId === null || appId === "") {
    throw new TypeError("appId: it is missing; expected the App ID shown under Settings, API");
  }
  if (typeof appId !== "string" || !isUuid(appId)) {
    throw new TypeError(
      "appId: expected a UUID, such as the one shown under Settings, API" +
        (typeof appId === "string" ? `; got a text of ${appId.length} characters` : ""),
    );
  }
  if (appSecret === undefined || appSecret === null || appSecret === "") {
    throw new TypeError(
      "appSecret: it is missing; expected the App Secret that was shown when the app was created",
    );
  }
  if (typeof appSecret !== "string" || !isBase64(appSecret)) {
    throw new TypeError(
      "appSecret: expected base64 (64 bytes, 88 characters ending in ==)" +
        (typeof appSecret === "string"
          ? `; got ${appSecret.length} characters that are not base64: was it copied whole?`
          : ""),
    );
  }
  if (secretField !== undefined && secretField !== "appSecret" && secretField !== "secret") {
    throw new TypeError(`secretField: expected "appSecret" or "secret", got ${show(secretField)}`);
  }
  expectMethods("tokenStore", options.tokenStore, ["get", "set"]);
  expectDuration("renewBefore", options.renewBefore, 0);
  // Renewed that early, each call would ask for a new one.
  if (options.renewBefore !== undefined && options.renewBefore >= TOKEN_LIFE_MS) {
    throw new TypeError(
      `renewBefore: expected less than a token's life of ${TOKEN_LIFE_MS} ms, got ${options.renewBefore}`,
    );
  }
  expectDuration("tokenWaitTimeout", options.tokenWaitTimeout);
  if (isBrowser() && options.allowBrowser !== true) {
    throw new TypeError(
      "appSecret: a browser shows its code and its requests to everybody, and the App Secret opens " +
        "the whole tenant. Call Kinabase from a server, or pass a token. (allowBrowser: true " +
        "overrides this, for tests that run in a page.)",
    );
  }
}

/**
 * Checks the options of one call. What `ids.map(people.get)` would pass is an index.
 *
 * @throws {TypeError} Naming the option and what was expected.
 */
export function checkCall(call: CallOptions): void {
  if (typeof call !== "object" || call === null) {
    throw new TypeError(
      `options of the call: expected an object such as { timeout, signal }, got ${String(call)}`,
    );
  }
  expectDuration("timeout", call.timeout);
  expectMethods("signal", call.signal ?? undefined, ["throwIfAborted", "addEventListener"]);
}

/**
 * Checks a token given in place of credentials.
 *
 * @throws {TypeError} Naming the option and what was expected.
 */
export function checkToken(options: TokenOptions): void {
  const { token } = options;
  const both = Object.entries(options).find(([name, value]) =>
    CREDENTIAL_NAMES.includes(name) && value !== undefined
  );
  if (both !== undefined) {
    throw new TypeError(`${both[0]}: expected credentials or a token, got both`);
  }
  if (typeof token === "function") return;
  if (typeof token !== "string" || !isToken(token)) {
    throw new TypeError(
      'token: expected a token without "Bearer" and without white space, or a function that gives one',
    );
  }
}

function expectDuration(name: string, value: unknown, least = 1): void {
  if (value === undefined) return;
  if (typeof value === "number" && Number.isFinite(value) && value >= least) return;
  throw new TypeError(`${name}: expected milliseconds, ${least} or more, got ${show(value)}`);
}

function expectFunction(name: string, value: unknown): void {
  if (value === undefined || typeof value === "function") return;
  throw new TypeError(`${name}: expected a function, got ${show(value)}`);
}

function expectMethods(name: string, value: object | undefined, methods: string[]): void {
  if (value === undefined) return;
  const missing = methods.find((method) =>
    typeof value !== "object" || value === null ||
    typeof Reflect.get(value, method) !== "function"
  );
  if (missing === undefined) return;
  throw new TypeError(`${name}: expected an object with a method ${missing}, got ${show(value)}`);
}

/** A value that is not secret, short enough for a message. */
function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function isUuid(value: string): boolean {
  return /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(value);
}

function isBase64(value: string): boolean {
  return /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(value);
}

function isBrowser(): boolean {
  return "window" in globalThis && "document" in globalThis;
}
