import { describeValue, shortened, withoutSecrets } from "./describe-value.ts";
import { nearest } from "./nearest.ts";

// Names that other libraries use for the same options.
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
 * Rejects unknown options. If they were ignored, a misspelled option would have no effect, or a test would
 * call production. An unknown option whose value is `undefined` is accepted.
 *
 * @param options The options to check.
 * @param known The names of all options.
 * @param prefix The prefix of the name in the message, such as `retry.`.
 * @throws {TypeError} When they are not an object, or one is unknown. The message names it and suggests a
 * similar one.
 */
export function refuseUnknown(options: unknown, known: readonly string[], prefix = ""): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`options: expected an object, got ${describeValue(options)}`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || known.includes(name)) continue;
    const meant = habitual(name, known) ?? nearest(name, known);
    throw new TypeError(
      `Unknown option ${prefix}${shortened(withoutSecrets(name))}. ` +
        (meant === undefined ? `Expected ${known.join(", ")}.` : `Did you mean ${prefix}${meant}?`),
    );
  }
}

/** Our name for an option of other libraries, if it is one of the known options. */
function habitual(name: string, known: readonly string[]): string | undefined {
  const ours = Object.hasOwn(HABITS, name) ? HABITS[name] : undefined;
  return ours !== undefined && known.includes(/^\w+/.exec(ours)?.[0] ?? "") ? ours : undefined;
}
