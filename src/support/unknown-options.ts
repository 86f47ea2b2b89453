import { describeValue, shortened, withoutSecrets } from "./describe-value.ts";
import { nearest } from "./nearest.ts";

/** Our options, and the names that other libraries use for the same. */
const HABITS: Readonly<Record<string, readonly string[]>> = {
  "appId and appSecret": ["apiKey"],
  appId: ["clientId"],
  appSecret: ["clientSecret", "secret"],
  token: ["accessToken", "auth"],
  baseUrl: ["url", "endpoint", "host", "prefixUrl"],
  "retry: { limit }": ["maxRetries", "retries"],
  timeout: ["timeoutMs"],
  rateLimit: ["throttle", "requestsPerMinute"],
  onEvent: ["logger", "logLevel", "log", "hooks", "on"],
  pageSize: ["limit"],
  pageIndex: ["page"],
  throwOnFailure: ["onFailure"],
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
      `Unknown option "${prefix}${shortened(withoutSecrets(name))}". ` +
        (meant === undefined
          ? `Expected ${known.join(", ")}.`
          : `Did you mean "${prefix}${meant}"?`),
    );
  }
}

/** Our name for an option of other libraries, if it is one of the known options. */
function habitual(name: string, known: readonly string[]): string | undefined {
  const [ours] = Object.entries(HABITS).find(([, theirs]) => theirs.includes(name)) ?? [];
  return ours !== undefined && known.includes(ours.split(/\W/)[0] ?? "") ? ours : undefined;
}
