import { html } from "hono/html";
import type { Html } from "../html.ts";
import type { Dialog } from "../action-result.ts";
import type { View } from "../view.ts";
import { addApp } from "./add-app.ts";
import { addCollection } from "./add-collection.ts";
import { createdApp } from "./created-app.ts";
import { deleteRecord } from "./delete-record.ts";
import { endApp } from "./end-app.ts";
import { resetTenant } from "./reset-tenant.ts";

/** The container of the open dialog; empty if none is open. */
export function dialogSlot(view: View, dialog: Dialog | undefined): Html {
  return html`<div id="dialog">${dialog && content(view, dialog)}</div>`;
}

function content(view: View, dialog: Dialog): Html {
  switch (dialog.kind) {
    case "app":
      return addApp(view, dialog.form);
    case "collection":
      return addCollection(view, dialog.form);
    case "delete":
      return deleteRecord(view, dialog);
    case "reset":
      return resetTenant(view);
    case "end":
      return endApp(view, dialog);
    case "created":
      return createdApp(view, dialog.app);
  }
}
