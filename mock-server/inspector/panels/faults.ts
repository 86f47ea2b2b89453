import { html } from "hono/html";
import type { ListedFault } from "../../world/faults/fault-types.ts";
import { FAULT_LABELS, faultDetails, faultTarget } from "../fault-labels.ts";
import { grouped } from "../format.ts";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import type { FormStates } from "../action-result.ts";
import { stateFields, type View } from "../view.ts";
import { chaosPanel } from "./chaos.ts";
import { faultForm } from "./fault-form.ts";

/** The faults of the tenant, and the forms that add them. */
export function faultsPanel(view: View, { fault, chaos }: FormStates): Html {
  return html`<section class="card" aria-labelledby="faults-title" id="faults">
    <div class="card-head">
      <h2 id="faults-title" tabindex="-1">Faults</h2>
      <form method="post" action="${actionPath("faults/clear")}">
        ${stateFields(view)}
        <button class="button small">Clear all</button>
      </form>
    </div>
    <p class="muted">Each request triggers at most one fault: the first in the queue that matches.</p>
    ${faultsList(view)}
    ${faultForm(view, fault)}
    ${chaosPanel(view, chaos)}
  </section>`;
}

/** The queued faults. */
export function faultsList(view: View): Html {
  const waiting = view.tenant.faults.list();
  return html`
    <div id="faults-list" class="queue" role="region" aria-label="Queued faults"
      tabindex="0">${waiting.length === 0
        ? html`<p class="empty">The queue is empty. Requests get their usual responses.</p>`
        : html`
          <form method="post" action="${actionPath("faults/remove")}">
            ${stateFields(view)}<ol>${waiting.map(item)}</ol>
          </form>
        `}</div>
  `;
}

function item(fault: ListedFault): Html {
  const words = FAULT_LABELS[fault.kind];
  return html`
    <li data-key="fault-${fault.id}">
      <div class="fault">
        <span class="name">${words} <span class="particulars">${faultDetails(fault)}</span></span>
        <span class="sub"><code>${faultTarget(fault)}</code></span>
      </div>
      <span class="left">${grouped(fault.times)} left</span>
      <button class="button small" name="id" value="${fault.id}"
        aria-label="Remove ${words}, ${faultTarget(fault)}">Remove</button>
    </li>
  `;
}
