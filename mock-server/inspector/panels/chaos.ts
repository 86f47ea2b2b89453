import { html } from "hono/html";
import { badge } from "../badge.ts";
import { field } from "../field.ts";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import { BLANK_FORM, type FormState } from "../action-result.ts";
import { stateFields, type View } from "../view.ts";

/** Random faults. */
export function chaosPanel(view: View, form: FormState | undefined): Html {
  return html`<div class="chaos">
    ${chaosState(view)}
    ${chaosForm(view, form)}
  </div>`;
}

/** Whether chaos is on. */
export function chaosState(view: View): Html {
  const chaos = view.tenant.faults.chaos();
  return html`
    <div id="chaos-state">
      <div class="card-head">
          <h3 id="chaos-title" tabindex="-1">Chaos</h3>
          ${chaos === undefined ? badge("plain", "Off") : badge("warn", "On")}
        </div>
      <p class="muted">${chaos === undefined
        ? "Random faults. The same seed always gives the same faults."
        : `${Number((chaos.rate * 100).toFixed(2))} % of requests, seed ${chaos.seed}`}</p>
    </div>
  `;
}

/** The form that turns chaos on and off. */
export function chaosForm(view: View, form: FormState = BLANK_FORM): Html {
  return html`<form method="post" action="${actionPath("chaos")}#faults" id="chaos-form">
    ${stateFields(view)}
    <div class="pair">
      ${
    field({
      form: "chaos",
      name: "rate",
      label: "Rate, 0 to 1",
      value: "0.2",
      inputmode: "decimal",
    }, form)
  }
      ${field({ form: "chaos", name: "seed", label: "Seed", value: "42" }, form)}
    </div>
    <div class="buttons">
      <button class="button">Turn on</button>
      <button class="button" formaction="${actionPath("chaos/off")}">Turn off</button>
    </div>
  </form>`;
}
