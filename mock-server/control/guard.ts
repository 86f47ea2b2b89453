import type { MiddlewareHandler } from "hono";
import { isLoopback } from "../../src/support/loopback.ts";

/** The header that marks every response of the control API, including errors. */
export const CONTROL_HEADER = "x-mock-control";

/**
 * Accepts only requests for local or allowed hosts, and rejects requests from pages of other sites. The
 * `Host` header detects DNS rebinding: a page whose own host name resolves to this machine. The `Origin`
 * header detects cross-site requests.
 */
export function guard(allowedHosts: readonly string[]): MiddlewareHandler {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  return async (c, next) => {
    c.header(CONTROL_HEADER, "1");
    const url = new URL(c.req.url);
    const host = c.req.header("host") ?? url.host;
    for (const name of [hostname(host), url.hostname.toLowerCase()]) {
      if (isLoopback(name) || allowed.has(name)) continue;
      const error =
        `The control API does not accept requests for the host ${JSON.stringify(name)}. ` +
        `Use localhost, or allow the host: createMockServer({ control: { allowedHosts: [${
          JSON.stringify(name)
        }], key } }).`;
      return c.json({ error }, 403);
    }
    const origin = c.req.header("origin");
    if (origin !== undefined && !isSame(origin, host)) {
      const error = `The control API does not accept requests from pages of ${
        JSON.stringify(origin)
      }.`;
      return c.json({ error }, 403);
    }
    return await next();
  };
}

function isSame(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host.toLowerCase() === host.toLowerCase();
}

function hostname(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host;
}
