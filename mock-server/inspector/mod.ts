import { doneName } from "./done.ts";
import { type Context, Hono } from "hono";
import type { World } from "../world/world.ts";
import { ACTIONS } from "./actions.ts";
import { fragments, page, unknownTenant } from "./page.ts";
import { actionPath, INSPECTOR_PATH } from "./paths.ts";
import { secure } from "./secure.ts";
import { BLANK_FORM, type Dialog, isRefused, mustStay, type Shown } from "./shown.ts";
import { addressOf, type View, viewOf } from "./view.ts";

/** The header by which the page's script asks for the changed pieces only. */
const PIECES_HEADER = "x-inspector";

interface PageEnv {
  Variables: { nonce: string };
}

/**
 * The page to look at and to handle a mock by. It is to be mounted at `/`, behind the same guard as the
 * control API: whoever reaches it can do everything.
 */
export function inspectorRoutes(world: World): Hono<PageEnv> {
  const app = new Hono<PageEnv>();

  app.get("/", secure, (c) => {
    const params = new URL(c.req.url).searchParams;
    const view = viewOf(world, c.req.url, params);
    if (view === undefined) return lost(c);
    const shown = { done: doneName(params.get("done")), dialog: dialogNamed(view, params) };
    return c.html(page(view, shown, c.var.nonce));
  });

  // The script asks for what has changed, or for a dialog. A token must not be in an address: so, a POST.
  app.post(actionPath("view"), secure, async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const view = viewOf(world, c.req.url, form);
    if (view === undefined) return lost(c);
    const shown = { dialog: dialogNamed(view, form), ...await tokenIn(view, form) };
    return c.html(fragments(view, shown, form.has("dialog")));
  });

  for (const [name, act] of Object.entries(ACTIONS)) {
    app.post(actionPath(name), secure, async (c) => {
      const form = new URLSearchParams(await c.req.text());
      const before = viewOf(world, c.req.url, form);
      if (before === undefined) return lost(c);
      const shown = await act(before, form);
      const view = viewOf(world, c.req.url, form) ?? before;
      const status = isRefused(shown) ? 422 : shown.failed === undefined ? 200 : 404;
      if (c.req.header(PIECES_HEADER) !== undefined) {
        return c.html(fragments(view, { ...await tokenIn(view, form), ...shown }, true), status);
      }
      if (mustStay(shown)) return c.html(page(view, shown, c.var.nonce), status);
      return c.redirect(addressOf(view, shown.done === undefined ? {} : { done: shown.done }), 303);
    });
  }

  // What a reload asks for after an answer that was a page itself.
  app.get(`${INSPECTOR_PATH}/*`, (c) => c.redirect("/", 303));
  return app;
}

function lost(c: Context<PageEnv>): Response | Promise<Response> {
  return c.html(unknownTenant(c.var.nonce), 404);
}

/** A token that the page shows is judged anew with everything else. */
async function tokenIn(view: View, form: URLSearchParams): Promise<Shown> {
  if (!form.get("token")) return {};
  return await ACTIONS["token"]?.(view, form) ?? {};
}

/** What an address puts in front of the page. */
function dialogNamed({ tenant }: View, params: URLSearchParams): Dialog | undefined {
  const [kind, appId = ""] = (params.get("dialog") ?? "").split(":");
  if (kind === "add") return { kind, form: BLANK_FORM };
  if (kind !== "expire" && kind !== "revoke") return undefined;
  const app = tenant.app(appId);
  return app === undefined ? undefined : { kind: "end", end: kind, app };
}
