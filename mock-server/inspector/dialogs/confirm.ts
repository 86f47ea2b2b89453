import { html } from "hono/html";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import { stateFields, type View } from "../view.ts";

/** A question that someone must answer before something is lost. */
export interface Question {
  /** Identifies the dialog. */
  key: string;
  title: string;
  /** What will happen. */
  text: Html;
  /** The name of the action. */
  action: string;
  /** The label of the button that does it. */
  word: string;
  /** The hidden fields of the action. */
  fields?: Readonly<Record<string, string>>;
}

/** Asks for confirmation. The focus is on the button that changes nothing. */
export function confirm(
  view: View,
  { key, title, text, action, word, fields = {} }: Question,
): Html {
  const hidden = Object.entries(fields).map(([name, value]) =>
    html`<input type="hidden" name="${name}" value="${value}">`
  );
  return html`
    <dialog open aria-labelledby="dialog-title" aria-describedby="dialog-text" data-key="${key}">
      <form method="post" action="${actionPath(action)}">
          <h2 id="dialog-title">${title}</h2>
          ${stateFields(view)}${hidden}
          <p id="dialog-text">${text}</p>
          <div class="buttons">
            <button class="button danger-solid">${word}</button>
            <button class="button" formmethod="dialog" autofocus>Cancel</button>
          </div>
        </form>
    </dialog>
  `;
}
