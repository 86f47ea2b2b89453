import { html } from "hono/html";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import type { Dialog } from "../action-result.ts";
import { stateFields, type View } from "../view.ts";

const WORDS = {
  expire: ["Expire this app?", "Expire app"],
  revoke: ["Revoke this app?", "Revoke app"],
} as const;

/** Asks for confirmation before an app expires or is revoked. */
export function endApp(view: View, { end, app }: Dialog & { kind: "end" }): Html {
  const [question, word] = WORDS[end];
  return html`
    <dialog open aria-labelledby="dialog-title" aria-describedby="dialog-text"
      data-key="${end}">
      <form method="post" action="${actionPath(`apps/${end}`)}">
          <h2 id="dialog-title">${question}</h2>
          ${stateFields(view)}
          <input type="hidden" name="appId" value="${app.appId}">
          <p id="dialog-text"><strong>${app
            .name}</strong> can no longer request tokens, and its existing tokens stop
            working. An app cannot be reactivated. To restore access, register a new one.</p>
          <div class="buttons">
            <button class="button danger-solid">${word}</button>
            <button class="button" formmethod="dialog" autofocus>Cancel</button>
          </div>
        </form>
    </dialog>
  `;
}
