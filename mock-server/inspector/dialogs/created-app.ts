import { html } from "hono/html";
import type { AppRegistration } from "../../world/apps/app-registration.ts";
import { copyButton } from "../copy-button.ts";
import { envFile } from "../env-file.ts";
import type { Html } from "../html.ts";
import { stateFields, type View } from "../view.ts";

/**
 * Shows a new app's secret, once (D). Escape does not close it, and its button leads to the page's URL, so a
 * reload does not register the app again.
 */
export function createdApp(view: View, app: AppRegistration & { appSecret: string }): Html {
  const { appId, appSecret, name } = app;
  return html`
    <dialog open aria-labelledby="dialog-title" aria-describedby="dialog-text"
      data-key="created" closedby="none" data-once>
      <form method="get" action="/">
          <h2 id="dialog-title">${name} is registered</h2>
          ${stateFields(view)}
          <p id="dialog-text" class="callout">Copy the App Secret now. You cannot see it again.</p>
          <div class="field">
            <label for="created-id">App ID</label>
            <div class="copyable">
              <input type="text" class="code" id="created-id" readonly value="${appId}">
              ${copyButton("App ID", appId)}
            </div>
          </div>
          <div class="field">
            <label for="created-secret">App Secret</label>
            <div class="copyable">
              <textarea class="code" id="created-secret" rows="3" readonly spellcheck="false">${appSecret}</textarea>
              ${copyButton("App Secret", appSecret)}
            </div>
            <p class="hint">Use it on servers only, never in code that a browser loads.</p>
          </div>
          <div class="buttons">
            <button class="button primary" data-close>Done</button>
            ${copyButton(".env file", envFile(view.baseUrl, app), "Copy .env")}
          </div>
          <p class="said" role="status" data-say></p>
        </form>
    </dialog>
  `;
}
