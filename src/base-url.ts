import { describeValue, withoutSecrets } from "./support/describe-value.ts";
import { isLoopback } from "./support/loopback.ts";

/** The base URL of Kinabase's API (D). */
export const DEFAULT_BASE_URL = "https://app.kinabase.com/api/v1/";

const API_PATH = "/api/v1";
const LONGEST_SHOWN = 200;

/**
 * Checks a base URL and returns it with a trailing slash.
 *
 * @throws {TypeError} When it is not a URL or not HTTPS, or when `/api/v1` is missing or appears twice.
 */
export function checkBaseUrl(value: string | URL, allowInsecure: boolean): string {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw new TypeError(
      `baseUrl: expected an absolute URL such as ${DEFAULT_BASE_URL}, got ${shownUrl(value)}`,
    );
  }
  // The whole URL is not shown: it may carry a password.
  const shown = withoutSecrets(`${url.protocol}//${url.host}${url.pathname}`);
  const fail = (expected: string) =>
    new TypeError(`baseUrl: ${expected}, got ${shown.slice(0, LONGEST_SHOWN)}`);

  if (url.username !== "" || url.password !== "") throw fail("expected no user name or password");
  if (url.search !== "" || url.hash !== "") throw fail("expected no query and no fragment");
  const path = url.pathname.replace(/\/+$/, "");
  if (path.split(API_PATH).length > 2) {
    throw fail(`expected ${API_PATH} once, at the end, but it appears twice`);
  }
  if (!path.endsWith(API_PATH)) {
    throw fail(`expected a path that ends with ${API_PATH}, as in ${DEFAULT_BASE_URL}`);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname) && !allowInsecure) {
    throw fail(
      "expected https:, because http: sends the secret unencrypted (set allowInsecure: true to " +
        "allow http:, for example for the name of a container)",
    );
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") throw fail("expected https:");
  return `${url.origin}${path}/`;
}

/** Describes a value that is not a URL. The part before an @ is not shown: it may be a password. */
function shownUrl(value: unknown): string {
  if (typeof value !== "string" && !(value instanceof URL)) {
    return `a value of type ${typeof value}`;
  }
  const text = String(value);
  return text.includes("@")
    ? `a string of ${text.length} characters that contains @`
    : describeValue(text);
}

/**
 * Returns the URL of a path below the base URL.
 *
 * @throws {TypeError} When the path is an absolute URL, contains `..`, or resolves outside the base URL.
 */
export function resolvePath(baseUrl: string, path: string): string {
  const fail = (why: string) =>
    new TypeError(
      `path: expected a path below ${baseUrl}, such as "collections", got ${
        describeValue(path)
      }: ${why}`,
    );
  if (typeof path !== "string") throw fail("it is not a string");
  if (path === "") throw fail("it is empty");
  if (/^[a-z][a-z\d+.-]*:/i.test(path)) throw fail("it is an absolute URL");
  if (/^[\\/]{2}/.test(path)) throw fail("it points to another host");
  // URL parsers drop tabs and line ends, and fetch drops a fragment.
  if (/\p{Cc}/u.test(path)) throw fail("it contains a control character");
  if (path.includes("#")) throw fail("a # must be written as %23");
  const relative = path.replace(/^\//, "");
  const [pathname = ""] = relative.split("?");
  if (pathname.includes("\\")) throw fail("it contains a backslash, which URLs treat as a slash");
  if (pathname.split("/").some(isDotSegment)) throw fail("it contains a . or .. segment");
  if (`/${pathname}/`.startsWith(`${API_PATH}/`)) {
    throw fail(`baseUrl already ends with ${API_PATH}`);
  }
  const url = new URL(relative, baseUrl);
  if (!url.href.startsWith(baseUrl)) throw fail("it resolves to a URL outside baseUrl");
  return url.href;
}

/** URL parsers resolve the percent-encoded forms, too. */
function isDotSegment(segment: string): boolean {
  const plain = segment.replace(/%2e/gi, ".").trim();
  return plain === "." || plain === "..";
}
