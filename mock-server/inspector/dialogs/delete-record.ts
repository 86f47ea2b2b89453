import { html } from "hono/html";
import type { Html } from "../html.ts";
import type { Dialog } from "../action-result.ts";
import type { View } from "../view.ts";
import { confirm } from "./confirm.ts";

/** Asks for confirmation before a record is deleted. */
export function deleteRecord(view: View, { record }: Dialog & { kind: "delete" }): Html {
  return confirm(view, {
    key: `delete-${record.id}`,
    title: "Delete this record?",
    text: html`Record <strong>${record.numericId}</strong> of ${view.collection?.name} is deleted
      with its telemetry. Its ID is <code>${record.id}</code>.`,
    action: "records/delete",
    word: "Delete record",
    fields: { recordId: record.id },
  });
}
