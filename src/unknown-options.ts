import { nearest } from "./nearest.ts";

// What other libraries call it.
const HABITS: Readonly<Record<string, string>> = {
  apiKey: "appId and appSecret",
  clientId: "appId",
  clientSecret: "appSecret",
  secret: "appSecret",
  accessToken: "token",
  auth: "token",
  url: "baseUrl",
  endpoint: "baseUrl",
  host: "baseUrl",
  prefixUrl: "baseUrl",
  maxRetries: "retry: { limit }",
  retries: "retry: { limit }",
  timeoutMs: "timeout",
  throttle: "rateLimit",
  requestsPerMinute: "rateLimit",
  logger: "onEvent",
  logLevel: "onEvent",
  log: "onEvent",
  hooks: "onEvent",
  on: "onEvent",
  limit: "pageSize",
  page: "pageIndex",
  onFailure: "throwOnFailure",
};

/**
 * Refuses an option that does not exist: passed over in silence, a misspelled one would do nothing, or
 * send a test to production. An unknown option whose value is `undefined` passes.
 *
 * @param options What the caller gave.
 * @param known The names of all options.
 * @param prefix What stands before the name in the message, such as `retry.`.
 * @throws {TypeError} Naming the option, and the one that was probably meant.
 */
export function refuseUnknown(options: object, known: readonly string[], prefix = ""): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || known.includes(name)) continue;
    const meant = habitual(name, known) ?? nearest(name, known);
    throw new TypeError(
      `Unknown option ${prefix}${name}. ` +
        (meant === undefined ? `Expected ${known.join(", ")}.` : `Did you mean ${prefix}${meant}?`),
    );
  }
}

/** Our name for what other libraries call it, where the options at hand have it. */
function habitual(name: string, known: readonly string[]): string | undefined {
  const ours = Object.hasOwn(HABITS, name) ? HABITS[name] : undefined;
  return ours !== undefined && known.includes(/^\w+/.exec(ours)?.[0] ?? "") ? ours : undefined;
}
