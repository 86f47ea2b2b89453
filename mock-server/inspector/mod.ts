import { doneName } from "./done.ts";
import { type Context, Hono } from "hono";
import type { World } from "../world/world.ts";
import { ACTIONS } from "./actions.ts";
import type { Action, Sent } from "./actions/action.ts";
import { issueOf } from "./actions/form.ts";
import { decodeToken } from "./actions/token.ts";
import { dialogFrom } from "./dialogs/dialog-from.ts";
import { fragments } from "./fragments.ts";
import { page } from "./page.ts";
import { unknownTenantPage } from "./unknown-tenant-page.ts";
import { versionsOf } from "./parts.ts";
import { actionPath, INSPECTOR_PATH } from "./paths.ts";
import { secure } from "./secure.ts";
import { type ActionResult, type Download, isInvalid, needsPage } from "./action-result.ts";
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

  app.get("/", secure, async (c) => {
    const params = new URL(c.req.url).searchParams;
    const view = viewOf(world, c.req.url, params);
    if (view === undefined) return tenantNotFound(c);
    const result = { done: doneName(params.get("done")), dialog: dialogFrom(view, params) };
    return c.html(page(view, result, await versionsOf(view, result), nonceOf(c)));
  });

  // The script requests changes or a dialog. It uses POST, because a token must not be in a URL. In an update that
  // nobody asked for it says what it has, and gets only the parts that changed.
  app.post(actionPath("view"), secure, async (c) => {
    const form = await formOf(c);
    const view = viewOf(world, c.req.url, form);
    if (view === undefined) return tenantNotFound(c);
    const result = { dialog: dialogFrom(view, form), ...await tokenFrom(view, form) };
    const versions = await versionsOf(view, result);
    const seen = (form.get("seen") ?? "").split(" ");
    if (versions.every((version, i) => version === seen[i])) return c.body(null, 204);
    return c.html(fragments(view, result, versions, { isAction: form.has("dialog"), seen }));
  });

  for (const [name, act] of Object.entries(ACTIONS)) {
    app.post(actionPath(name), secure, async (c) => {
      const form = await formOf(c);
      const before = viewOf(world, c.req.url, form);
      if (before === undefined) return tenantNotFound(c);
      const isCheck = form.has("check");
      const result = await resultOf(act, before, { form, isCheck });
      if (result.download !== undefined) return sendFile(c, result.download);
      const view = viewOf(world, c.req.url, goTo(form, result)) ?? before;
      const status = isInvalid(result) ? 422 : result.failed === undefined ? 200 : 409;
      if (c.req.header(SCRIPT_HEADER) !== undefined) {
        const all = { ...await tokenFrom(view, form), ...result };
        const sent = fragments(view, all, await versionsOf(view, all), { isAction: true, isCheck });
        return c.html(sent, isCheck ? 200 : status);
      }
      if (needsPage(result)) {
        return c.html(page(view, result, await versionsOf(view, result), c.var.nonce), status);
      }
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

/** Carries out an action. A value that the tenant refuses is a failed action, as where the clock cannot move on. */
async function resultOf(act: Action, view: View, sent: Sent): Promise<ActionResult> {
  try {
    return await act(view, sent);
  } catch (error) {
    return { failed: issueOf(error) };
  }
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
