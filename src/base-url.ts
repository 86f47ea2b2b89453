import { isLoopback } from "./loopback.ts";

/** Where Kinabase's API is (D). */
export const DEFAULT_BASE_URL = "https://app.kinabase.com/api/v1/";

const API_PATH = "/api/v1";

/**
 * Checks a base URL and gives it with a trailing slash.
 *
 * @throws {TypeError} When it is no URL, is not HTTPS, or lacks or doubles `/api/v1`.
 */
export function checkBaseUrl(value: string | URL, allowInsecure: boolean): string {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw new TypeError(
      `baseUrl: expected an absolute URL such as ${DEFAULT_BASE_URL}, got ${
        JSON.stringify(String(value).replace(/\/\/[^/]*@/, "//…@").slice(0, 60))
      }`,
    );
  }
  // The whole URL is not shown: it may carry a password.
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  const fail = (expected: string) => new TypeError(`baseUrl: ${expected}, got ${shown}`);

  if (url.username !== "" || url.password !== "") throw fail("expected no user name or password");
  if (url.search !== "" || url.hash !== "") throw fail("expected no query and no fragment");
  const path = url.pathname.replace(/\/+$/, "");
  if (path.split(API_PATH).length > 2) {
    throw fail(`expected ${API_PATH} once, at the end; it is there twice`);
  }
  if (!path.endsWith(API_PATH)) {
    throw fail(`expected a path that ends with ${API_PATH}, as in ${DEFAULT_BASE_URL}`);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname) && !allowInsecure) {
    throw fail(
      "expected https:, since http: would send the secret in the clear " +
        "(allowInsecure: true permits it, for a container's name say)",
    );
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") throw fail("expected https:");
  return `${url.origin}${path}/`;
}

/**
 * The URL of a path below the base URL, and nowhere else.
 *
 * @throws {TypeError} When the path is absolute, has `..` in it, or would leave the base URL.
 */
export function resolvePath(baseUrl: string, path: string): string {
  const fail = (why: string) =>
    new TypeError(
      `path: expected one below ${baseUrl}, such as "collections", got ${
        JSON.stringify(path)
      }: ${why}`,
    );
  if (typeof path !== "string" || path === "") throw fail("it is empty");
  if (/^[a-z][a-z\d+.-]*:/i.test(path)) throw fail("it is an absolute URL");
  if (/^[\\/]{2}/.test(path)) throw fail("it would name another host");
  // URL parsers drop tabs and line ends, and fetch drops a fragment.
  if (/\p{Cc}/u.test(path)) throw fail("it has a control character in it");
  if (path.includes("#")) throw fail("a # must be written %23");
  const relative = path.replace(/^\//, "");
  const [pathname = ""] = relative.split("?");
  if (pathname.includes("\\")) throw fail("a backslash separates folders in a URL too");
  if (pathname.split("/").some(isDotSegment)) throw fail("it has a . or .. in it");
  if (`/${pathname}/`.startsWith(`${API_PATH}/`)) throw fail(`${API_PATH} is in baseUrl already`);
  const url = new URL(relative, baseUrl);
  if (!url.href.startsWith(baseUrl)) throw fail("it leads elsewhere");
  return url.href;
}

/** URL parsers resolve the percent-encoded spelling as well. */
function isDotSegment(segment: string): boolean {
  const plain = segment.replace(/%2e/gi, ".").trim();
  return plain === "." || plain === "..";
}
