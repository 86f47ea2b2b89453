import { html } from "hono/html";
import { BLANK_FORM, type FormState, type FormStates, hasProblem } from "../action-result.ts";
import { field } from "../field.ts";
import { fileInput } from "../file-input.ts";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import { stateFields, type View } from "../view.ts";

/** Adds, imports and exports records. Hidden without a collection. */
export function recordTools(view: View, { add, import: imported }: FormStates): Html {
  return html`
    <div id="record-tools" class="tools" ${view.collection === undefined && html`hidden`}>
      <details ${hasProblem(add) && html`open`}>
          <summary>Add a record</summary>
          ${addForm(view, add)}
        </details>
      <details ${hasProblem(imported) && html`open`}>
          <summary>Import JSON</summary>
          ${importForm(view, imported)}
        </details>
      <form method="post" action="${actionPath("records/export")}" data-download>
          ${stateFields(view)}
          <button class="button small">Export JSON</button>
        </form>
    </div>
  `;
}

/** The form that adds a record. */
export function addForm(view: View, form: FormState = BLANK_FORM): Html {
  return html`<form method="post" action="${
    actionPath("records")
  }#collections" id="add-form" data-reset>
    ${stateFields(view)}
    ${
    field({
      form: "add",
      name: "json",
      label: "Data of the record",
      rows: 5,
      code: true,
      placeholder: '{ "fullName": "Ada" }',
      hint: "A JSON object with the values of the fields.",
    }, form)
  }
    <div class="buttons"><button class="button">Add record</button></div>
  </form>`;
}

/** The form that imports records. */
export function importForm(view: View, form: FormState = BLANK_FORM): Html {
  return html`<form method="post" action="${
    actionPath("records/import")
  }#collections" id="import-form" data-reset>
    ${stateFields(view)}
    ${
    field({
      form: "import",
      name: "json",
      label: "Records to import",
      rows: 5,
      code: true,
      placeholder: '[{ "data": { "fullName": "Ada" } }]',
      hint: "An array as the export writes it. If one record is refused, none is added.",
    }, form)
  }
    <div class="buttons">
      <button class="button">Import</button>
      ${fileInput("import-json", "Choose a file of records")}
    </div>
  </form>`;
}
