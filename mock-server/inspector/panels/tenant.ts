import { html } from "hono/html";
import { BLANK_FORM, type FormState, type FormStates, hasProblem } from "../action-result.ts";
import { field } from "../field.ts";
import { fileInput } from "../file-input.ts";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import { stateFields, type View } from "../view.ts";
import { clock } from "./clock.ts";

/** The tenant: its API, its clock and its state as a whole. */
export function tenantPanel(view: View, { time, restore }: FormStates): Html {
  return html`<section class="card" id="tenant-state" aria-labelledby="tenant-title">
    <div class="card-head">
      <h2 id="tenant-title" tabindex="-1">Tenant</h2>
      ${apiSwitch(view)}
    </div>
    ${clock(view)}
    <details ${hasProblem(time) && html`open`}>
      <summary>Set the time</summary>
      ${timeForm(view, time)}
    </details>
    <div class="buttons whole">
      <form method="get" action="/">
        ${stateFields(view)}
        <button class="button small danger" name="dialog" value="reset">Reset</button>
      </form>
      <form method="post" action="${actionPath("tenant/snapshot")}" data-download>
        ${stateFields(view)}
        <button class="button small">Save snapshot</button>
      </form>
    </div>
    <details ${hasProblem(restore) && html`open`}>
      <summary>Restore a snapshot</summary>
      ${restoreForm(view, restore)}
    </details>
  </section>`;
}

/** The switch for the tenant's API. */
export function apiSwitch(view: View): Html {
  const { apiEnabled } = view.tenant;
  return html`
    <form method="post" action="${actionPath("api")}" id="api-switch">
      ${stateFields(view)}
      <input type="hidden" name="enabled" value="${apiEnabled ? "false" : "true"}">
      <button class="switch" role="switch" aria-checked="${apiEnabled ? "true" : "false"}"
        aria-label="API enabled for this tenant"><span aria-hidden="true">API ${apiEnabled
          ? "on"
          : "off"}</span><span class="track" aria-hidden="true"></span></button>
    </form>
  `;
}

/** The form that sets the clock. */
export function timeForm(view: View, form: FormState = BLANK_FORM): Html {
  return html`<form method="post" action="${
    actionPath("clock/set")
  }#tenant-state" id="time-form" data-reset>
    ${stateFields(view)}
    ${
    field({
      form: "time",
      name: "time",
      label: "Time",
      code: true,
      placeholder: "2026-03-02 09:30",
      hint: "In UTC, or with an offset such as +02:00. “now” is the time of this machine.",
    }, form)
  }
    <div class="buttons"><button class="button">Set</button></div>
  </form>`;
}

/** The form that restores a snapshot. */
export function restoreForm(view: View, form: FormState = BLANK_FORM): Html {
  return html`<form method="post" action="${
    actionPath("tenant/restore")
  }#tenant-state" id="restore-form" data-reset>
    ${stateFields(view)}
    ${
    field({
      form: "restore",
      name: "json",
      label: "Snapshot",
      rows: 4,
      code: true,
      hint: "It replaces apps, collections, API state and clock. Faults and requests stay.",
    }, form)
  }
    <div class="buttons">
      <button class="button">Restore</button>
      ${fileInput("restore-json", "Choose a snapshot file")}
    </div>
  </form>`;
}
