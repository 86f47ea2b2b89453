import { html } from "hono/html";
import type { Html } from "./html.ts";

/**
 * A button that copies a text. Hidden without JavaScript.
 *
 * @param what What it copies, for screen readers.
 * @param label What the button says.
 */
export function copyButton(what: string, text: string, label = "Copy"): Html {
  return html`
    <button type="button" class="copy js-only" data-copy="${text}"
      aria-label="Copy ${what}"><span class="idle">${label}</span><span class="copied">Copied</span></button>
  `;
}
