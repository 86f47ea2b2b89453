import { html } from "hono/html";
import { type Behavior, behaviorTable } from "../../world/behaviors/behavior-table.ts";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import { stateFields, type View } from "../view.ts";

/** The beginning of the names of the fields with the options that the form shows. */
export const SHOWN = "shown:";

/** How the tenant behaves where Kinabase's own behavior is not known for sure. */
export function behaviorsPanel(view: View): Html {
  return html`
    <section class="card" id="behaviors" aria-labelledby="behaviors-title">
      <div class="card-head"><h2 id="behaviors-title" tabindex="-1">Behaviors</h2></div>
      <p class="muted">Where Kinabase's behavior is not known for sure, choose what the mock does.</p>
      ${behaviorsState(view)}
      <details>
        <summary>Change behaviors</summary>
        ${behaviorsForm(view)}
      </details>
    </section>
  `;
}

/**
 * The form that changes behaviors. It also sends the options that it shows, so that those that someone else has
 * changed meanwhile stay.
 */
export function behaviorsForm(view: View): Html {
  return html`<form method="post" action="${
    actionPath("behaviors")
  }#behaviors" id="behaviors-form" data-synced>
    ${stateFields(view)}
    ${Object.entries(behaviorTable).map(([id, of]) => row(view, id, of))}
    <div class="buttons">
      <button class="button">Apply</button>
      <button class="button" formaction="${actionPath("behaviors/reset")}"
        aria-label="Reset behaviors">Reset</button>
    </div>
  </form>`;
}

/** The behaviors that differ from their default. */
export function behaviorsState({ tenant }: View): Html {
  const changed = Object.entries(tenant.behaviors.changes());
  return html`<div id="behaviors-state">${
    changed.length === 0
      ? html`<p class="muted">All behaviors have their default.</p>`
      : html`<ul class="changes">${
        changed.map(([id, option]) => html`<li><code>${id}</code> = <code>${option}</code></li>`)
      }</ul>`
  }</div>`;
}

function row({ tenant }: View, id: string, { question, options }: Behavior): Html {
  const current = Object.entries(tenant.behaviors.all()).find(([name]) => name === id)?.[1];
  return html`
    <div class="field">
      <label for="behavior-${id}">${question}</label>
      <input type="hidden" name="${SHOWN}${id}" value="${current}">
      <select id="behavior-${id}" name="${id}">${Object.entries(options).map((
        [name, description],
      ) =>
        html`<option value="${name}" ${name === current ? "selected" : ""}>${
          description === name ? name : `${name}: ${description}`
        }</option>`
      )}</select>
    </div>
  `;
}
