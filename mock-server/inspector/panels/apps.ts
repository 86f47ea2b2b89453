import type { AppState } from "../../world/apps/app-state.ts";
import { html } from "hono/html";
import type { AppRegistration } from "../../world/apps/app-registration.ts";
import { activeApp } from "../active-app.ts";
import { badge, type Tone } from "../badge.ts";
import { copyButton } from "../copy-button.ts";
import { envFile } from "../env-file.ts";
import type { Html } from "../html.ts";
import { jsonView } from "../json-view.ts";
import { stateFields, type View } from "../view.ts";

/** The app registrations. */
export function appsPanel(view: View): Html {
  return html`<section class="card" aria-labelledby="apps-title" id="apps">
    <div class="card-head">
      <h2 id="apps-title" tabindex="-1">Apps</h2>
      <form method="get" action="/">
        ${stateFields(view)}
        <button class="button small" name="dialog" value="app">+ Add app</button>
      </form>
    </div>
    ${appsList(view)}
    ${envDetails(view)}
  </section>`;
}

/** The part of the panel that updates. */
export function appsList(view: View): Html {
  const apps = view.tenant.apps.list();
  if (apps.length === 0) {
    return html`
      <div id="apps-list">
        <p class="empty">No apps yet. A program needs one to request tokens. Choose “+ Add app”.</p>
      </div>
    `;
  }
  // Explicit roles, because the narrow layout displays rows and cells as blocks.
  return html`
    <div id="apps-list" class="bounded">
      <form method="get" action="/">
      ${stateFields(view)}
      <table class="apps" role="table" aria-labelledby="apps-title">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">App</th>
            <th scope="col" role="columnheader">State</th>
            <th scope="col" role="columnheader"><span class="vh">Actions</span></th>
          </tr>
        </thead>
        <tbody role="rowgroup">${apps.map(row)}</tbody>
      </table>
      </form>
    </div>
  `;
}

/** The lines of a `.env` file for the first active app. */
export function envDetails(view: View): Html {
  const text = envFile(view.baseUrl, activeApp(view.tenant));
  return html`<details id="env">
    <summary>Environment of a program (.env)</summary>
    ${jsonView(".env file", text)}
    <p class="hint">The mock keeps no App Secret. A new app shows its own once, with the whole file.</p>
  </details>`;
}

const STATES: Readonly<Record<AppState, [Tone, string]>> = {
  active: ["good", "Active"],
  expired: ["warn", "Expired"],
  revoked: ["bad", "Revoked"],
};

function row(app: AppRegistration): Html {
  const { appId, name, description, state } = app;
  return html`
    <tr role="row" data-key="app-${appId}">
      <th scope="row" role="rowheader">
        <span class="name">${name}</span>
        <span class="sub">${description}</span>
        <span class="id"><code><span class="vh">App ID </span>${appId}</code>${copyButton(
          "App ID",
          appId,
        )}</span>
      </th>
      <td role="cell">${badge(...STATES[state])}</td>
      <td role="cell" class="actions">${state === "active" && endButtons(app)}</td>
    </tr>
  `;
}

function endButtons({ appId, name }: AppRegistration): Html {
  return html`
    <div class="buttons">
      <button class="button small" name="dialog" value="expire:${appId}"
        aria-label="Expire ${name}">Expire</button>
      <button class="button small danger" name="dialog" value="revoke:${appId}"
        aria-label="Revoke ${name}">Revoke</button>
    </div>
  `;
}
