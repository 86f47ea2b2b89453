import type { MiddlewareHandler } from "hono";
import { isLoopback } from "../../src/support/loopback.ts";
import { onlyKnown } from "../support/check.ts";

/** The header that marks every response of the control API, including errors. */
export const CONTROL_HEADER = "x-mock-control";

/** Options of the control API. */
export interface ControlOptions {
  /**
   * Host names that the control API accepts besides `localhost`, `127.0.0.1` and `[::1]`, such as
   * `mock.internal`. The port does not matter.
   */
  allowedHosts?: string[] | undefined;
}

const EXAMPLE = 'a host name without port and path, such as "mock.internal"';

/**
 * Validates the options and returns the allowed hosts.
 *
 * @throws {TypeError} When a host name is invalid.
 */
export function allowedHosts(options: boolean | ControlOptions): ReadonlySet<string> {
  if (typeof options === "object") onlyKnown(options, ["allowedHosts"], ["control"]);
  const { allowedHosts: given = [] } = typeof options === "boolean" ? {} : options;
  if (!Array.isArray(given)) {
    throw new TypeError(`control.allowedHosts: expected an array, got ${JSON.stringify(given)}`);
  }
  given.forEach((host: unknown, i) => {
    if (typeof host === "string" && /^(?:[\w.-]+|\[[\da-f:.]+\])$/i.test(host)) return;
    throw new TypeError(
      `control.allowedHosts[${i}]: expected ${EXAMPLE}, got ${JSON.stringify(host)}`,
    );
  });
  return new Set(given.map((host) => host.toLowerCase()));
}

/**
 * Accepts only requests for local or allowed hosts, and rejects requests from pages of other sites. The
 * `Host` header detects DNS rebinding: a page whose own host name resolves to this machine. The `Origin`
 * header detects cross-site requests.
 */
export function guard(allowed: ReadonlySet<string>): MiddlewareHandler {
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
        }] } }).`;
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
