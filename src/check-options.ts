import { isToken } from "./auth/token-function.ts";
import { TOKEN_LIFETIME_MS } from "./auth/token-request.ts";
import type { RetryOptions } from "./http/retry.ts";
import { describeValue } from "./support/describe-value.ts";
import { refuseUnknown } from "./support/unknown-options.ts";
import { isUuid } from "./support/uuid.ts";
import type {
  ConnectionOptions,
  CoordinatorOptions,
  CredentialOptions,
  TokenOptions,
} from "./options.ts";
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
  "coordinator",
];
const RETRY_NAMES = ["limit", "baseDelay", "maxDelay"];

/**
 * Refuses options that a client or a token source does not have.
 *
 * @param own The names of the options that only one of the two has.
 * @throws {TypeError} The message names the option, and the one that was meant.
 */
export function expectKnown(options: unknown, own: readonly string[]): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError("options: expected an object with appId and appSecret, or with token");
  }
  refuseUnknown(options, [...CREDENTIAL_NAMES, ...own, ...CONNECTION_NAMES]);
}

/**
 * Checks the options that clients with credentials and clients with a token share.
 *
 * @throws {TypeError} The message names the option and what was expected.
 */
export function checkConnection(options: ConnectionOptions): void {
  expectBoolean("allowInsecure", options.allowInsecure);
  expectFunction("fetch", options.fetch);
  expectFunction("onEvent", options.onEvent);
  expectFunction("random", options.random);
  expectMethods("clock", options.clock, ["now", "sleep"]);
  expectMethods("deadlineClock", options.deadlineClock, ["now", "sleep"]);
  expectDuration("timeout", options.timeout);
  expectDuration("attemptTimeout", options.attemptTimeout);
  expectBytes("maxResponseBytes", options.maxResponseBytes);
  const { rateLimit } = options;
  if (typeof rateLimit === "object") expectMethods("rateLimit", rateLimit, ["take", "limited"]);
  else expectCount("rateLimit", rateLimit, 1);
  checkRetry(options.retry);
}

/**
 * Checks the retry options.
 *
 * @throws {TypeError} The message names the option and what was expected.
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
 * Checks the options that say where tokens come from, and how they are cached. No message contains the secret.
 *
 * @throws {TypeError} The message names the option and what was expected.
 */
export function checkTokenOrigin(options: CredentialOptions | CoordinatorOptions): void {
  if (hasCredentials(options)) checkCredentials(options);
  checkTokenCache(options);
}

/** Whether the options name credentials, perhaps incomplete ones. */
function hasCredentials(
  options: CredentialOptions | CoordinatorOptions,
): options is CredentialOptions {
  return options.coordinator === undefined || options.appId !== undefined ||
    options.appSecret !== undefined;
}

function checkCredentials(options: CredentialOptions): void {
  const { appId, appSecret, secretField } = options;
  if (appId === undefined || appId === null || appId === "") {
    throw new TypeError("appId is missing. Use the App ID shown in Kinabase under Settings, API.");
  }
  if (typeof appId !== "string" || !isUuid(appId)) {
    throw new TypeError(
      "appId: expected the UUID shown in Kinabase under Settings, API" +
        (typeof appId === "string" ? `; got a string of ${appId.length} characters` : ""),
    );
  }
  if (appSecret === undefined || appSecret === null || appSecret === "") {
    throw new TypeError(
      "appSecret is missing. Use the App Secret that Kinabase showed when the app was created.",
    );
  }
  if (typeof appSecret !== "string" || !isBase64(appSecret)) {
    throw new TypeError(
      "appSecret: expected base64 (64 bytes, 88 characters ending in ==)" +
        (typeof appSecret === "string"
          ? `; got ${appSecret.length} characters that are not valid base64. Check that you copied all of it.`
          : ""),
    );
  }
  if (secretField !== undefined && secretField !== "appSecret" && secretField !== "secret") {
    // The value is not shown: it may be the secret itself, passed by mistake.
    throw new TypeError('secretField: expected "appSecret" or "secret", got another value');
  }
  if (isBrowser() && options.allowBrowser !== true) {
    throw new TypeError(
      "appSecret: not allowed in a browser, because every visitor can read it and it gives " +
        "access to the whole tenant. Call Kinabase from a server, or pass a token instead. (For " +
        "tests that run in a page, set allowBrowser: true.)",
    );
  }
}

function checkTokenCache(
  { tokenStore, coordinator, renewBefore, tokenWaitTimeout }:
    | CredentialOptions
    | CoordinatorOptions,
): void {
  expectMethods("tokenStore", tokenStore, ["get", "set"]);
  expectMethods("coordinator", coordinator, ["request"]);
  expectDuration("renewBefore", renewBefore, 0);
  // With a larger margin every call would request a new token.
  if (renewBefore !== undefined && renewBefore >= TOKEN_LIFETIME_MS) {
    throw new TypeError(
      `renewBefore: expected less than a token's lifetime of ${TOKEN_LIFETIME_MS} ms, got ${renewBefore}`,
    );
  }
  expectDuration("tokenWaitTimeout", tokenWaitTimeout);
}

/**
 * Checks the options of one call. It also catches `ids.map(people.get)`, which passes an index.
 *
 * @param known The names of the options that the call accepts in addition to `timeout` and `signal`.
 * @throws {TypeError} The message names the option and what was expected.
 */
export function checkCall(call: CallOptions, known: readonly string[] = []): void {
  if (typeof call !== "object" || call === null) {
    throw new TypeError(
      `call options: expected an object such as { timeout, signal }, got ${describeValue(call)}`,
    );
  }
  refuseUnknown(call, ["timeout", "signal", ...known]);
  expectDuration("timeout", call.timeout);
  expectMethods("signal", call.signal ?? undefined, ["throwIfAborted", "addEventListener"]);
}

/**
 * Checks a token that is used instead of credentials.
 *
 * @throws {TypeError} The message names the option and what was expected.
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
      'token: expected a token without "Bearer" or white space, or a function that returns one',
    );
  }
}

/**
 * Checks a whole number.
 *
 * @throws {TypeError} The message names the option and what was expected.
 */
export function expectCount(
  name: string,
  value: number | undefined,
  least: number,
  most: number = Infinity,
): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  if (most !== Infinity) {
    throw new TypeError(
      `${name}: expected a whole number from ${least} to ${most}, got ${show(value)}`,
    );
  }
  throw new TypeError(
    `${name}: expected ${least}, ${least + 1}, ${least + 2}, …, got ${show(value)}`,
  );
}

/**
 * Checks a duration in milliseconds.
 *
 * @throws {TypeError} The message names the option and what was expected.
 */
export function expectDuration(name: string, value: unknown, least = 1): void {
  if (value === undefined) return;
  if (typeof value === "number" && Number.isFinite(value) && value >= least) return;
  throw new TypeError(
    `${name}: expected a number of milliseconds, ${least} or more, got ${show(value)}`,
  );
}

/**
 * Checks a number of bytes; `Infinity` means no limit.
 *
 * @throws {TypeError} The message names the option and what was expected.
 */
export function expectBytes(name: string, value: unknown): void {
  if (value === undefined || (typeof value === "number" && value >= 1)) return;
  throw new TypeError(`${name}: expected a number of bytes, 1 or more, got ${show(value)}`);
}

/**
 * Checks an option that is on or off.
 *
 * @throws {TypeError} The message names the option and what was expected.
 */
export function expectBoolean(name: string, value: unknown): void {
  if (value === undefined || typeof value === "boolean") return;
  throw new TypeError(`${name}: expected true or false, got ${show(value)}`);
}

/**
 * Checks a function of the caller.
 *
 * @throws {TypeError} The message names the option and what was expected.
 */
export function expectFunction(name: string, value: unknown): void {
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
  throw new TypeError(`${name}: expected an object with a ${missing}() method, got ${show(value)}`);
}

/** Formats a value; an object without its content. */
function show(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object" : describeValue(value);
}

function isBase64(value: string): boolean {
  return /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(value);
}

function isBrowser(): boolean {
  return "window" in globalThis && "document" in globalThis;
}
