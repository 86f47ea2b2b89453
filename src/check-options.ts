import { isToken } from "./auth/token-function.ts";
import { TOKEN_LIFETIME_MS } from "./auth/token-request.ts";
import type { RetryOptions } from "./http/retry.ts";
import { refuseUnknown } from "./unknown-options.ts";
import type { ConnectionOptions, CredentialOptions, TokenOptions } from "./options.ts";
import type { CallOptions } from "./http/call-options.ts";

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
const OPTION_NAMES = [...CREDENTIAL_NAMES, "token", ...CONNECTION_NAMES];
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
  refuseUnknown(options, OPTION_NAMES);
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
  expectCount("rateLimit", rateLimit, 1);
  checkRetry(options.retry);
}

/**
 * Checks when a request is to be sent again.
 *
 * @throws {TypeError} Naming the option and what was expected.
 */
export function checkRetry(retry: RetryOptions | number | false | undefined): void {
  if (retry === undefined || retry === false) return;
  if (typeof retry === "number") return expectCount("retry", retry, 0);
  if (typeof retry !== "object" || retry === null) {
    throw new TypeError(`retry: expected a number, an object or false, got ${show(retry)}`);
  }
  refuseUnknown(retry, RETRY_NAMES, "retry.");
  expectCount("retry.limit", retry.limit, 0);
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
    // Not shown: a secret is easily given in its place.
    throw new TypeError('secretField: expected "appSecret" or "secret", got something else');
  }
  expectMethods("tokenStore", options.tokenStore, ["get", "set"]);
  expectDuration("renewBefore", options.renewBefore, 0);
  // Renewed that early, each call would ask for a new one.
  if (options.renewBefore !== undefined && options.renewBefore >= TOKEN_LIFETIME_MS) {
    throw new TypeError(
      `renewBefore: expected less than a token's lifetime of ${TOKEN_LIFETIME_MS} ms, got ${options.renewBefore}`,
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
 * @param known The names of the options that the call takes beside `timeout` and `signal`.
 * @throws {TypeError} Naming the option and what was expected.
 */
export function checkCall(call: CallOptions, known: readonly string[] = []): void {
  if (typeof call !== "object" || call === null) {
    throw new TypeError(
      `options of the call: expected an object such as { timeout, signal }, got ${String(call)}`,
    );
  }
  refuseUnknown(call, ["timeout", "signal", ...known]);
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

/**
 * Checks a whole number.
 *
 * @throws {TypeError} Naming the option and what was expected.
 */
export function expectCount(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw new TypeError(
    `${name}: expected ${least}, ${least + 1}, ${least + 2}, …, got ${show(value)}`,
  );
}

/**
 * Checks a time in milliseconds.
 *
 * @throws {TypeError} Naming the option and what was expected.
 */
export function expectDuration(name: string, value: unknown, least = 1): void {
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
