import { html } from "hono/html";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import { stateFields, type View } from "../view.ts";

/** Asks for confirmation before the tenant is reset. */
export function resetTenant(view: View): Html {
  return html`
    <dialog open aria-labelledby="dialog-title" aria-describedby="dialog-text" data-key="reset">
      <form method="post" action="${actionPath("tenant/reset")}">
          <h2 id="dialog-title">Reset this tenant?</h2>
          ${stateFields(view)}
          <p id="dialog-text">Records, collections and apps that are not in its seed are deleted,
            and so are requests and faults. The clock and the behaviors get their initial state.</p>
          <div class="buttons">
            <button class="button danger-solid">Reset tenant</button>
            <button class="button" formmethod="dialog" autofocus>Cancel</button>
          </div>
        </form>
    </dialog>
  `;
}
