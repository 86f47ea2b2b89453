import { html } from "hono/html";
import type { Html } from "../html.ts";
import type { View } from "../view.ts";
import { confirm } from "./confirm.ts";

/** Asks for confirmation before the tenant is reset. */
export function resetTenant(view: View): Html {
  return confirm(view, {
    key: "reset",
    title: "Reset this tenant?",
    text: html`Records, collections and apps that are not in its seed are deleted, and so are
      requests and faults. The clock and the behaviors get their initial state.`,
    action: "tenant/reset",
    word: "Reset tenant",
  });
}
