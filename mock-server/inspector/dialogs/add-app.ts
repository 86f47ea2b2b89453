import { html } from "hono/html";
import { field } from "../field.ts";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import type { FormState } from "../action-result.ts";
import { stateFields, type View } from "../view.ts";

/** The form that registers an app. Both fields are required (S). */
export function addApp(view: View, form: FormState): Html {
  return html`
    <dialog open aria-labelledby="dialog-title" data-key="app">
      <form method="post" action="${actionPath("apps")}" id="app-form">
          <h2 id="dialog-title">Add an app</h2>
          ${stateFields(view)}
          ${field({ form: "app", name: "name", label: "Name", required: true, first: true }, form)}
          ${field({
            form: "app",
            name: "description",
            label: "Description",
            required: true,
            rows: 3,
            hint: "What the program is for.",
          }, form)}
          <div class="buttons">
            <button class="button primary">Create app</button>
            <button class="button" formmethod="dialog" formnovalidate>Cancel</button>
          </div>
        </form>
    </dialog>
  `;
}
