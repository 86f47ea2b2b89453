import { html } from "hono/html";
import { FAULT_NAMES } from "../../world/faults/fault-schema.ts";
import { FAULT_LABELS } from "../fault-labels.ts";
import { field } from "../field.ts";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import { BLANK_FORM, type FormState } from "../action-result.ts";
import { stateFields, type View } from "../view.ts";

const METHODS = ["GET", "POST", "PATCH", "DELETE"];
const FORM = "fault";

/** The form that adds a fault. The style sheet shows only the fields of the chosen kind. */
export function faultForm(view: View, form: FormState = BLANK_FORM): Html {
  const { values } = form;
  const kind = values["kind"] ?? "status";
  const isNamed = FAULT_NAMES.some((name) => name === kind);
  return html`<form method="post" action="${
    actionPath("faults")
  }#faults" id="fault-form" class="fault-form" data-reset>
    <h3>Add a fault</h3>
    ${stateFields(view)}
      <div class="field">
        <label for="fault-kind">Kind</label>
        <select id="fault-kind" name="kind">${
    FAULT_NAMES.map((name) =>
      html`
        <option value="${name}" ${name === (isNamed ? kind : "status") && html`
          selected
        `}>${FAULT_LABELS[name]}</option>
      `
    )
  }</select>
      </div>
    <div class="pair">
      ${
    field({ form: FORM, name: "times", label: "Times", value: "1", inputmode: "numeric" }, form)
  }
      <div class="own">
        ${
    field({
      form: FORM,
      name: "status",
      label: "Status",
      inputmode: "numeric",
      placeholder: "default",
      also: "for-status",
    }, form)
  }
        ${
    field({ form: FORM, name: "duration", label: "Duration", value: "2s", also: "for-delay" }, form)
  }
        ${
    field({
      form: FORM,
      name: "after",
      label: "After bytes",
      value: "1",
      inputmode: "numeric",
      also: "for-body",
    }, form)
  }
        ${
    field({
      form: FORM,
      name: "retryAfter",
      label: "Retry-After, s",
      inputmode: "numeric",
      placeholder: "not sent",
      also: "for-limit",
    }, form)
  }
      </div>
    </div>
    <div class="pair aim">
      <div class="field">
        <label for="fault-method">Method</label>
        <select id="fault-method" name="method">
          <option value="">Any</option>
          ${
    METHODS.map((method) =>
      html`<option${
        method === values["method"] && html`
          selected
        `
      }>${method}</option>`
    )
  }
        </select>
      </div>
    ${
    field({
      form: FORM,
      name: "path",
      label: "Path",
      code: true,
      placeholder: "any, or /collections/*",
    }, form)
  }
    </div>
    <div class="buttons"><button class="button">Add fault</button></div>
  </form>`;
}
