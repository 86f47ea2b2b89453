import type { Context, MiddlewareHandler } from "hono";
import { contentOf } from "../support/known-response.ts";
import type { OpenEntry } from "../world/journal/journal.ts";
import type { MockEnv } from "./context.ts";
import { recorded } from "./recorded-body.ts";

/** Adds every request to its tenant's journal: on arrival, then with its response. */
export const journal: MiddlewareHandler<MockEnv> = async (c, next) => {
  const { clock, journal } = c.get("tenant");
  const at = clock.now();
  const entry = journal.note({
    at,
    method: c.req.method,
    path: c.get("path"),
    query: queryOf(c.req.url),
    headers: c.req.raw.headers,
    appId: c.get("appId"),
  });
  c.set("entry", entry);
  const body = c.get("body");
  if (body !== undefined) entry.request(body.text);
  const duration = () => Math.max(0, clock.now() - at);
  try {
    await next();
  } catch (error) {
    entry.end({ duration: duration(), fault: c.get("fault") });
    throw error;
  }
  const known = contentOf(c.res);
  const { status, headers } = known ?? c.res;
  entry.end({ duration: duration(), status, fault: c.get("fault") }, headers);
  if (known !== undefined) entry.response(known.text);
  else if (journal.bodyBytes > 0) await recordResponse(c, entry);
};

/** The query of a URL, without `?`. */
function queryOf(url: string): string {
  return url.includes("?") ? new URL(url).search.slice(1) : "";
}

async function recordResponse(c: Context<MockEnv>, entry: OpenEntry): Promise<void> {
  const { status, body } = c.res;
  if (body === null) return;
  const headers = new Headers(c.res.headers);
  if (c.get("streams")) {
    // As much as the journal stores, with room for multibyte characters.
    const bytes = c.get("tenant").journal.bodyBytes * 2;
    const passed = recorded(body, bytes, (text) => entry.response(text));
    c.res = new Response(passed, { status, headers });
    return;
  }
  const text = await c.res.text();
  entry.response(text);
  c.res = new Response(text, { status, headers });
}
