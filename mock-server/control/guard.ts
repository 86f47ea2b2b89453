import type { HonoRequest, MiddlewareHandler } from "hono";
import { formatValue } from "../support/format-value.ts";
import { isLoopback } from "../../src/support/loopback.ts";

/** The header that marks every response of the control API, including errors. */
export const CONTROL_HEADER = "x-mock-control";

/**
 * Accepts only requests for local or allowed hosts, and rejects requests from pages of other sites. The
 * `Host` header detects DNS rebinding: a page whose own host name resolves to this machine. The `Origin` and
 * `Sec-Fetch-Site` headers detect requests of other pages; a link may still lead to the inspector.
 */
export function guard(allowedHosts: readonly string[]): MiddlewareHandler {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  return async (c, next) => {
    c.header(CONTROL_HEADER, "1");
    const url = new URL(c.req.url);
    const host = c.req.header("host") ?? url.host;
    for (const name of [hostname(host), hostname(url.host)]) {
      if (name !== undefined && (isLoopback(name) || allowed.has(name))) continue;
      const shown = formatValue(name ?? host);
      const error = `The control API does not accept requests for the host ${shown}. ` +
        `Use localhost, or allow the host: createMockServer({ control: { allowedHosts: [${shown}], ` +
        "key } }).";
      return c.json({ error }, 403);
    }
    const origin = c.req.header("origin");
    if (origin === undefined ? isOfOtherPage(c.req) : !isSame(origin, host)) {
      const page = origin === undefined ? "other sites" : formatValue(origin);
      return c.json(
        { error: `The control API does not accept requests from pages of ${page}.` },
        403,
      );
    }
    return await next();
  };
}

function isSame(origin: string, host: string): boolean {
  return [`http://${host}`, `https://${host}`].includes(origin);
}

/** Whether a page of another site sent the request. Browsers send no `Origin` with some GET requests. */
function isOfOtherPage(request: HonoRequest): boolean {
  const site = request.header("sec-fetch-site");
  if (site !== "cross-site" && site !== "same-site") return false;
  return request.method !== "GET" || request.header("sec-fetch-dest") !== "document";
}

/** The name in a `Host` header; `undefined` if it contains anything else than a name and a port. */
function hostname(host: string): string | undefined {
  const isPlain = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host);
  const url = `http://${host}`;
  return isPlain && URL.canParse(url) ? new URL(url).hostname : undefined;
}
