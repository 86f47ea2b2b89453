import type { Context, MiddlewareHandler } from "hono";
import type { OpenEntry } from "../world/journal/journal.ts";
import type { MockEnv } from "./context.ts";
import { recorded } from "./recorded-body.ts";

/** Adds every request to its tenant's journal: on arrival, then with its response. */
export const journal: MiddlewareHandler<MockEnv> = async (c, next) => {
  const { tenant, path, appId } = c.var;
  const { method } = c.req;
  const at = tenant.clock.now();
  const query = new URL(c.req.url).search.slice(1);
  const { headers } = c.req.raw;
  const entry = tenant.journal.note({
    at,
    method,
    path,
    query,
    headers,
    ...(appId === undefined ? {} : { appId }),
  });
  c.set("entry", entry);
  entry.request(c.var.body?.text ?? "");
  const end = (response?: Response) =>
    entry.end({
      duration: Math.max(0, tenant.clock.now() - at),
      ...(response === undefined ? {} : { status: response.status }),
      ...(c.var.fault === undefined ? {} : { fault: c.var.fault }),
    }, response?.headers);
  try {
    await next();
  } catch (error) {
    end();
    throw error;
  }
  end(c.res);
  if (tenant.journal.bodyBytes > 0) await recordResponse(c, entry);
};

async function recordResponse(c: Context<MockEnv>, entry: OpenEntry): Promise<void> {
  const { status, body } = c.res;
  if (body === null) return;
  const headers = new Headers(c.res.headers);
  if (c.var.streams) {
    // As much as the journal stores, with room for multibyte characters.
    const bytes = c.var.tenant.journal.bodyBytes * 2;
    const passed = recorded(body, bytes, (text) => entry.response(text));
    c.res = new Response(passed, { status, headers });
    return;
  }
  const text = await c.res.text();
  entry.response(text);
  c.res = new Response(text, { status, headers });
}
