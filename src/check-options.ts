import { isToken } from "./auth/b64token.ts";
import { TOKEN_LIFETIME_MS } from "./auth/clock-skew.ts";
import type { RetryOptions } from "./http/retry.ts";
import {
  anyValue,
  checkOptions,
  type ChecksOf,
  checkValues,
  expectBoolean,
  expectBytes,
  expectClock,
  expectDuration,
  expectFunction,
  expectMethods,
  expectNatural,
  expectPositive,
  expectThat,
} from "./support/option-checks.ts";
import { mistaken } from "./support/describe-value.ts";
import { refuseUnknown } from "./support/unknown-options.ts";
import { isUuid } from "./support/uuid.ts";
import type {
  ConnectionOptions,
  CoordinatorOptions,
  CredentialOptions,
  TokenOptions,
} from "./options.ts";

/** The options that clients with credentials and clients with a token share. */
const CONNECTION: ChecksOf<ConnectionOptions> = {
  baseUrl: anyValue,
  fetch: expectFunction,
  timeout: expectDuration,
  attemptTimeout: expectDuration,
  maxResponseBytes: expectBytes,
  rateLimit: (name, value) =>
    typeof value === "object"
      ? expectMethods(name, value, ["take", "limited"])
      : expectPositive(name, value),
  retry: expectRetry,
  onEvent: expectFunction,
  clock: expectClock,
  deadlineClock: expectClock,
  random: expectFunction,
  allowInsecure: expectBoolean,
};

/** The options that say where tokens come from, and how they are cached. */
const TOKEN_ORIGIN: ChecksOf<CredentialOptions, keyof ConnectionOptions | "token"> = {
  appId: anyValue,
  appSecret: anyValue,
  secretField: (name, value) => {
    if (value === undefined || value === "appSecret" || value === "secret") return;
    // The value is not shown: it may be the secret itself, passed by mistake.
    throw new TypeError(`${name}: expected "appSecret" or "secret", got another value`);
  },
  tokenStore: (name, value) => expectMethods(name, value, ["get", "set"]),
  renewBefore: (name, value) => {
    expectDuration(name, value, 0);
    // With a larger margin every call would request a new token.
    const isShorter = Number(value) < TOKEN_LIFETIME_MS;
    expectThat(isShorter, name, `less than a token's lifetime of ${TOKEN_LIFETIME_MS} ms`, value);
  },
  tokenWaitTimeout: expectDuration,
  allowBrowser: anyValue,
  coordinator: (name, value) => expectMethods(name, value, ["request"]),
};

/**
 * Refuses options that a client or a token source does not have.
 *
 * @param own The names of the options that only one of the two has.
 * @throws {TypeError} The message names the option, and the one that was meant.
 */
export function expectKnown(options: unknown, own: readonly string[]): void {
  if (typeof options !== "object" || options === null) {
    const other = own.includes("token") ? "token" : "coordinator";
    throw new TypeError(`options: expected an object with appId and appSecret, or with ${other}`);
  }
  refuseUnknown(options, [...Object.keys(TOKEN_ORIGIN), ...own, ...Object.keys(CONNECTION)]);
}

/**
 * Checks the values of the options that clients with credentials and clients with a token share.
 *
 * @throws {TypeError} The message names the option and what was expected.
 */
export function checkConnection(options: ConnectionOptions): void {
  checkValues(options, CONNECTION);
}

/**
 * Checks the retry options.
 *
 * @throws {TypeError} The message names the option and what was expected.
 */
export function expectRetry(name: string, retry: unknown): void {
  if (retry === undefined || retry === false) return;
  if (typeof retry === "number") return expectNatural(name, retry);
  const isObject = typeof retry === "object" && retry !== null;
  expectThat(isObject, name, "a number, an object or false", retry);
  checkOptions(retry, RETRY, `${name}.`);
}

const RETRY: ChecksOf<RetryOptions> = {
  limit: expectNatural,
  baseDelay: expectDuration,
  maxDelay: expectDuration,
};

/**
 * Checks the options that say where tokens come from, and how they are cached. No message contains the secret.
 *
 * @throws {TypeError} The message names the option and what was expected.
 */
export function checkTokenOrigin(options: CredentialOptions | CoordinatorOptions): void {
  if (hasCredentials(options)) checkCredentials(options);
  // A store of several apps knows a token by its credentials.
  else if (options.tokenStore !== undefined) {
    throw new TypeError(
      "tokenStore: only with appId and appSecret. Without them, the coordinator's token is cached in memory.",
    );
  }
  checkValues(options, TOKEN_ORIGIN);
}

/** Whether the options name credentials, perhaps incomplete ones. */
function hasCredentials(
  options: CredentialOptions | CoordinatorOptions,
): options is CredentialOptions {
  return options.coordinator === undefined || options.appId !== undefined ||
    options.appSecret !== undefined;
}

function checkCredentials(options: CredentialOptions): void {
  const { appId, appSecret } = options;
  if (appId === undefined || appId === null || appId === "") {
    throw new TypeError("appId is missing. Use the App ID shown in Kinabase under Settings, API.");
  }
  if (typeof appId !== "string" || !isUuid(appId)) {
    throw new TypeError(
      "appId: expected the UUID shown in Kinabase under Settings, API" +
        got(appId, "a string of"),
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
        got(appSecret, "text that is not valid base64, of"),
    );
  }
  if (isBrowser() && options.allowBrowser !== true) {
    throw new TypeError(
      "appSecret: not allowed in a browser, because every visitor can read it and it gives " +
        "access to the whole tenant. Call Kinabase from a server, or pass a token instead. (For " +
        "tests that run in a page, set allowBrowser: true.)",
    );
  }
}

/**
 * Checks a token that is used instead of credentials.
 *
 * @throws {TypeError} The message names the option and what was expected.
 */
export function checkToken(options: TokenOptions): void {
  const { token } = options;
  const both = Object.entries(options).find(([name, value]) =>
    Object.hasOwn(TOKEN_ORIGIN, name) && value !== undefined
  );
  if (both !== undefined) {
    throw new TypeError(`${both[0]}: expected credentials or a token, got both`);
  }
  if (typeof token === "function") return;
  if (!isToken(token)) {
    throw new TypeError(
      'token: expected a token without "Bearer" or white space, or a function that returns one',
    );
  }
}

/** What was passed in place of an ID or a secret, without showing any of it. */
function got(value: unknown, what: string): string {
  if (typeof value === "string") {
    return `; got ${what} ${value.length} characters. ${copyProblem(value)}`;
  }
  const mistake = mistaken(value);
  return mistake === undefined ? "" : `; got ${mistake}`;
}

function copyProblem(value: string): string {
  if (/^\s|\s$/.test(value)) {
    const what = /[\r\n]/.test(value) ? "a line break" : "a space";
    return `It begins or ends with ${what}: remove it.`;
  }
  if (/^["'`].*["'`]$/.test(value)) return "It is in quotation marks: remove them.";
  return "Check that you copied all of it.";
}

function isBase64(value: string): boolean {
  return /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(value);
}

function isBrowser(): boolean {
  return "window" in globalThis && "document" in globalThis;
}
