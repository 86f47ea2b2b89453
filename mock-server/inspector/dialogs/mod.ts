import { html } from "hono/html";
import type { Html } from "../html.ts";
import type { Dialog } from "../action-result.ts";
import type { View } from "../view.ts";
import { addApp } from "./add-app.ts";
import { createdApp } from "./created-app.ts";
import { endApp } from "./end-app.ts";

/** The container of the open dialog; empty if none is open. */
export function dialogSlot(view: View, dialog: Dialog | undefined): Html {
  return html`<div id="dialog">${dialog && content(view, dialog)}</div>`;
}

function content(view: View, dialog: Dialog): Html {
  switch (dialog.kind) {
    case "add":
      return addApp(view, dialog.form);
    case "end":
      return endApp(view, dialog);
    case "created":
      return createdApp(view, dialog.app);
  }
}
