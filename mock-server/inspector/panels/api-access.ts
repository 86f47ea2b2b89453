import { html } from "hono/html";
import { copyButton } from "../copy-button.ts";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import { stateFields, type View } from "../view.ts";

/** The switch for the tenant's API. */
export function apiAccess(view: View): Html {
  const { apiEnabled } = view.tenant;
  return html`
    <section class="card" id="api-access" aria-labelledby="api-access-title">
      <div class="card-head">
        <h2 id="api-access-title">API access</h2>
        <form method="post" action="${actionPath("api")}">
            ${stateFields(view)}
            <input type="hidden" name="enabled" value="${apiEnabled ? "false" : "true"}">
            <button class="switch" role="switch" aria-checked="${apiEnabled ? "true" : "false"}"
              aria-labelledby="api-switch-label"><span class="track" aria-hidden="true"></span><span
              class="switch-word" aria-hidden="true">${apiEnabled ? "On" : "Off"}</span></button>
          </form>
      </div>
      <p class="muted" id="api-switch-label">API enabled for this tenant</p>
      <div class="line">
          <span class="muted">Base URL</span>
          <code class="ellipsis">${view.baseUrl}</code>
          ${copyButton("base URL", view.baseUrl)}
        </div>
    </section>
  `;
}
