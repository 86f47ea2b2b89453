import { html } from "hono/html";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import type { Dialog } from "../action-result.ts";
import { stateFields, type View } from "../view.ts";

const WORDS = {
  expire: ["Let this app expire?", "Let it expire"],
  revoke: ["Revoke this app?", "Revoke app"],
} as const;

/** Asks whether an app shall expire or be revoked. */
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
            .name}</strong> can obtain no more tokens, and those it has
            stop working. There is no way back: the remedy is a new registration.</p>
          <div class="buttons">
            <button class="button danger-solid">${word}</button>
            <button class="button" formmethod="dialog" autofocus>Cancel</button>
          </div>
        </form>
    </dialog>
  `;
}
