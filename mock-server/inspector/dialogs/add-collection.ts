import { html } from "hono/html";
import type { FormState } from "../action-result.ts";
import { field } from "../field.ts";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import { stateFields, type View } from "../view.ts";

/** The form that adds a collection. */
export function addCollection(view: View, form: FormState): Html {
  return html`
    <dialog open aria-labelledby="dialog-title" data-key="collection">
      <form method="post" action="${actionPath("collections")}" id="collection-form">
          <h2 id="dialog-title">Add a collection</h2>
          ${stateFields(view)}
          ${field({
            form: "collection",
            name: "name",
            label: "Name",
            required: true,
            first: true,
          }, form)}
          ${field({
            form: "collection",
            name: "slug",
            label: "Slug",
            code: true,
            hint: "Requests use it in their path. Empty: made of the name.",
          }, form)}
          <p class="hint">It accepts any field and value. A seed can define fields.</p>
          <div class="buttons">
            <button class="button primary">Add collection</button>
            <button class="button" formmethod="dialog" formnovalidate>Cancel</button>
          </div>
        </form>
    </dialog>
  `;
}
