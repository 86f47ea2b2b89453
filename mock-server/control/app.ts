import { type Context, Hono } from "hono";
import { document } from "../openapi/document.ts";
import { isJson } from "../support/content-type.ts";
import { formatValue } from "../support/format-value.ts";
import { pathOf } from "../support/path-of.ts";
import { JournalMismatch } from "../world/journal/journal-expectation.ts";
import type { World } from "../world/world.ts";
import { guard } from "./guard.ts";
import { askForKey } from "../inspector/ask-for-key.ts";
import { inspectorRoutes } from "../inspector/mod.ts";
import { requireKey } from "./key.ts";
import type { ControlOptions } from "./options.ts";
import { CONTROL_PATH } from "./path.ts";
import { type ControlRoute, tenantNamed } from "./route.ts";
import { CONTROL_ROUTES } from "./routes/mod.ts";
import { UnknownName } from "./unknown-name.ts";

/** The tenant's time. It is on every response about a tenant, so that a remote clock stays in sync. */
const TIME_HEADER = "x-mock-time";
/** Whether the tenant's clock is running. */
const RUNNING_HEADER = "x-mock-running";

/** The control API, its OpenAPI document and the inspector page. The options are validated. */
export function createControlApp(world: World, { allowedHosts = [], key }: ControlOptions): Hono {
  const app = new Hono({ getPath: pathOf });
  const guarded = guard(allowedHosts);
  // The document contains no data of the mock, so it needs no key.
  for (const path of ["/", "/openapi.json", `${CONTROL_PATH}/*`]) app.use(path, guarded);
  const keyed = requireKey(key);
  app.use(`${CONTROL_PATH}/*`, keyed);
  if (key !== undefined) app.get("/", askForKey);
  app.use("/", keyed);
  app.onError((error, c) => {
    if (error instanceof UnknownName) return c.json({ error: error.message }, 404);
    if (error instanceof TypeError) return c.json({ error: error.message }, 400);
    if (error instanceof JournalMismatch) return c.json({ error: error.message }, 409);
    return c.json({ error: `Internal error in the mock: ${error.message}` }, 500);
  });
  app.get("/openapi.json", (c) => c.json(document({ server: new URL(c.req.url).origin })));
  app.route("/", inspectorRoutes(world));
  for (const route of CONTROL_ROUTES) {
    const path = route.path.replace(/\{(\w+)\}/g, ":$1");
    app.on(route.method, `${CONTROL_PATH}${path}`, (c) => respond(c, route, world));
  }
  app.all(`${CONTROL_PATH}/*`, (c) => {
    const error = `The control API has no operation ${c.req.method} ${
      formatValue(c.req.path)
    }. See /openapi.json.`;
    return c.json({ error }, 404);
  });
  return app;
}

async function respond(c: Context, route: ControlRoute, world: World): Promise<Response> {
  const body = route.body === undefined ? undefined : await bodyOf(c);
  const params = { ...c.req.param() };
  const name = params["tenant"];
  // Read first, because the request may remove the tenant.
  const clock = name === undefined ? undefined : tenantNamed(world, name).clock;
  const result = await route.handle({
    world,
    params,
    query: c.req.query(),
    body,
    signal: c.req.raw.signal,
  });
  if (clock !== undefined) {
    c.header(TIME_HEADER, String(clock.now()));
    c.header(RUNNING_HEADER, String(clock.running));
  }
  c.header("cache-control", "no-store");
  return route.response === undefined ? c.body(null, 204) : c.json(result);
}

/** The JSON body of a request; an empty body counts as `{}`. */
async function bodyOf(c: Context): Promise<unknown> {
  // Not as text, because workerd warns of a text that is not marked as such.
  const text = new TextDecoder().decode(await c.req.arrayBuffer());
  if (text === "") return {};
  // Rejects forms: any web page can send one without a CORS preflight.
  if (!isJson(c.req.header("content-type"))) {
    throw new TypeError("Content-Type must be application/json.");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new TypeError("The request body is not valid JSON.");
  }
}
