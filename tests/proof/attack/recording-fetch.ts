import type { FetchFunction } from "../../../mod.ts";
import { defended } from "./attempts.ts";
import { type Canary, discloseNothing } from "./disclosure.ts";

/** A request that a client sent. */
export interface Sent {
  url: string;
  method: string;
  headers: Headers;
  body: string;
  redirect: string | undefined;
}

/** A `fetch` that records its requests and responds itself. */
export function recordingFetch(
  respond: (sent: Sent) => Response | Promise<Response>,
): { fetch: FetchFunction; sent: Sent[] } {
  const sent: Sent[] = [];
  return {
    sent,
    async fetch(url, { method = "GET", headers, body, redirect } = {}) {
      const request = {
        url,
        method,
        headers: new Headers(headers),
        body: await new Response(body ?? "").text(),
        redirect,
      };
      sent.push(request);
      return await respond(request);
    },
  };
}

/**
 * Throws when a request goes elsewhere than below the base URL, could be redirected, or carries the secret or the
 * token in another place than they belong to.
 */
export function expectAtHome(
  { url, method, headers, body, redirect }: Sent,
  baseUrl: string,
  { secret, token }: { secret: Canary; token: Canary },
): void {
  const { origin, pathname, username, password } = new URL(url);
  const base = new URL(baseUrl);
  defended(url.startsWith(baseUrl), "a request left the base URL");
  defended(origin === base.origin, "a request went to another host");
  defended(pathname.startsWith(base.pathname), "a request went to another path");
  defended(username === "" && password === "", "a request had credentials in its URL");
  defended(redirect === "manual", "a request could be redirected");
  const isToken = url === `${baseUrl}token` && method === "POST";
  const others = [...headers].filter(([name]) => name !== "authorization");
  discloseNothing(url, [secret, token], "the URL of a request");
  discloseNothing(JSON.stringify(others), [secret, token], "a header of a request");
  discloseNothing(body, isToken ? [token] : [secret, token], "the body of a request");
  const authorization = headers.get("authorization");
  const expected = isToken ? null : `Bearer ${token.value}`;
  defended(authorization === expected, "a request had another Authorization header");
  defended(!headers.has("cookie"), "a request had a cookie");
}
