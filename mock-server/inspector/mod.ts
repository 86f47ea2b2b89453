import { doneName } from "./done.ts";
import { type Context, Hono } from "hono";
import type { World } from "../world/world.ts";
import { ACTIONS } from "./actions.ts";
import { decodeToken } from "./actions/token.ts";
import { fragments, page, unknownTenantPage } from "./page.ts";
import { actionPath, INSPECTOR_PATH } from "./paths.ts";
import { secure } from "./secure.ts";
import {
  type ActionResult,
  BLANK_FORM,
  type Dialog,
  type Download,
  isInvalid,
  needsPage,
} from "./action-result.ts";
import { addressOf, type View, viewOf } from "./view.ts";

/** The header of the script's requests. They get only what the document does not have: no styles, no script. */
const SCRIPT_HEADER = "x-inspector";

interface PageEnv {
  Variables: { nonce: string };
}

/**
 * The inspector page. Mount it at `/`, behind the same guard as the control API, because it has full access
 * to the mock.
 */
export function inspectorRoutes(world: World): Hono<PageEnv> {
  const app = new Hono<PageEnv>();

  app.get("/", secure, (c) => {
    const params = new URL(c.req.url).searchParams;
    const view = viewOf(world, c.req.url, params);
    if (view === undefined) return tenantNotFound(c);
    const result = { done: doneName(params.get("done")), dialog: dialogFrom(view, params) };
    return c.html(page(view, result, nonceOf(c)));
  });

  // The script requests changes or a dialog. It uses POST, because a token must not be in a URL.
  app.post(actionPath("view"), secure, async (c) => {
    const form = await formOf(c);
    const view = viewOf(world, c.req.url, form);
    if (view === undefined) return tenantNotFound(c);
    const result = { dialog: dialogFrom(view, form), ...await tokenFrom(view, form) };
    return c.html(fragments(view, result, { isAction: form.has("dialog") }));
  });

  for (const [name, act] of Object.entries(ACTIONS)) {
    app.post(actionPath(name), secure, async (c) => {
      const form = await formOf(c);
      const before = viewOf(world, c.req.url, form);
      if (before === undefined) return tenantNotFound(c);
      const isCheck = form.has("check");
      const result = await act(before, { form, isCheck });
      if (result.download !== undefined) return sendFile(c, result.download);
      const view = viewOf(world, c.req.url, goTo(form, result)) ?? before;
      const status = isInvalid(result) ? 422 : result.failed === undefined ? 200 : 404;
      if (c.req.header(SCRIPT_HEADER) !== undefined) {
        const all = { ...await tokenFrom(view, form), ...result };
        return c.html(fragments(view, all, { isAction: true, isCheck }), isCheck ? 200 : status);
      }
      if (needsPage(result)) return c.html(page(view, result, c.var.nonce), status);
      return c.redirect(
        addressOf(view, result.done === undefined ? {} : { done: result.done }),
        303,
      );
    });
  }

  // The user reloaded a full page that was the response to a form.
  app.get(`${INSPECTOR_PATH}/*`, (c) => c.redirect("/", 303));
  return app;
}

/** A form's fields. It is not read as text, because workerd warns of text that is not marked as such. */
async function formOf(c: Context<PageEnv>): Promise<URLSearchParams> {
  return new URLSearchParams(new TextDecoder().decode(await c.req.arrayBuffer()));
}

function tenantNotFound(c: Context<PageEnv>): Response | Promise<Response> {
  return c.html(unknownTenantPage(nonceOf(c)), 404);
}

/** The nonce of a document. The script needs only the body, because its own document has the rest. */
function nonceOf(c: Context<PageEnv>): string | undefined {
  return c.req.header(SCRIPT_HEADER) === undefined ? c.var.nonce : undefined;
}

/** The parameters of the view after an action. */
function goTo(form: URLSearchParams, { go = {} }: ActionResult): URLSearchParams {
  const params = new URLSearchParams(form);
  for (const [name, value] of Object.entries(go)) params.set(name, value);
  return params;
}

function sendFile(c: Context<PageEnv>, { name, text }: Download): Response {
  return c.body(text, 200, {
    "content-type": "application/json",
    "content-disposition": `attachment; filename="${name}"`,
  });
}

/** Decodes the shown token again, with every update of the page. */
async function tokenFrom(view: View, form: URLSearchParams): Promise<ActionResult> {
  if (!form.get("token")) return {};
  return await decodeToken(view, { form, isCheck: false });
}

/** The dialog that a URL names. */
function dialogFrom({ tenant }: View, params: URLSearchParams): Dialog | undefined {
  const [kind, appId = ""] = (params.get("dialog") ?? "").split(":");
  if (kind === "app" || kind === "collection") return { kind, form: BLANK_FORM };
  if (kind === "reset") return { kind };
  if (kind !== "expire" && kind !== "revoke") return undefined;
  const app = tenant.app(appId);
  return app === undefined ? undefined : { kind: "end", end: kind, app };
}
