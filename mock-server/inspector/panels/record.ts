import { html } from "hono/html";
import type { CollectionState } from "../../world/collections/collection.ts";
import type { StoredRecord } from "../../world/collections/store.ts";
import { BLANK_FORM, type FormState, type FormStates, hasProblem } from "../action-result.ts";
import { copyButton } from "../copy-button.ts";
import { field } from "../field.ts";
import { utc } from "../format.ts";
import type { Html } from "../html.ts";
import { jsonView } from "../json-view.ts";
import { actionPath } from "../paths.ts";
import { addressOf, stateFields, type View } from "../view.ts";

/** One record with all its values. */
export function recordPanel(
  view: View,
  collection: CollectionState,
  { edit }: FormStates,
): Html {
  const record = collection.store.get(view.record);
  return html`
    <article class="record" id="record" data-key="record-${view.record}"
      aria-labelledby="record-title">
        <div class="entry-head">
          <h3 id="record-title" tabindex="-1">${record === undefined
            ? "Record not found"
            : `Record ${record.numericId}`}</h3>
          <a class="button small" data-view href="${addressOf(view, {
            record: "",
          })}#collections">Back to the list</a>
        </div>
        ${record === undefined
          ? html`<p class="muted">${collection.name} has no record with this ID. It may have been deleted.</p>`
          : details(view, collection, record, edit)}
      </article>
  `;
}

function details(
  view: View,
  collection: CollectionState,
  record: StoredRecord,
  edit: FormState | undefined,
): Html {
  const { id, data, external, updatedAt } = record;
  const { date, clock } = utc(updatedAt);
  const changes = collection.telemetry(id);
  return html`<dl class="facts">
      <div><dt>ID</dt><dd><span class="line"><code>${id}</code>${
    copyButton("record ID", id)
  }</span></dd></div>
      <div><dt>Written</dt><dd>${date} ${clock} UTC</dd></div>
      ${
    external.map(({ key, id: link }) =>
      html`
        <div>
          <dt>External</dt>
          <dd>${key}: <code>${link}</code></dd>
        </div>
      `
    )
  }
      <div><dt>Requests</dt><dd><a data-view href="${
    addressOf(view, { inPath: id, entry: "" })
  }#journal">Show requests for this record</a></dd></div>
    </dl>
    ${jsonView("Data", data)}
    ${changes.length > 0 && html`<h4>Telemetry</h4>${jsonView("Telemetry", changes)}`}
    <details ${hasProblem(edit) && html`open`}>
      <summary>Edit</summary>
      ${editForm(view, edit)}
    </details>
    <form class="buttons" method="get" action="/">
      ${stateFields(view)}
      <button class="button small danger" name="dialog" value="delete:${id}">Delete record</button>
    </form>`;
}

/** The form that changes the open record. */
export function editForm(view: View, form: FormState = BLANK_FORM): Html {
  const record = view.collection?.store.get(view.record);
  return html`<form method="post" action="${
    actionPath("records/edit")
  }#record" id="edit-form" data-reset>
    ${stateFields(view)}
    <input type="hidden" name="recordId" value="${view.record}">
    ${
    field({
      form: "edit",
      name: "json",
      label: "Data",
      rows: 8,
      code: true,
      value: JSON.stringify(record?.data ?? {}, null, 2),
      hint: "JSON. Fields that you leave out keep their value.",
    }, form)
  }
    <div class="buttons"><button class="button">Save</button></div>
  </form>`;
}
