import { html } from "hono/html";
import type { Html } from "./html.ts";

/** A button that copies a text. Hidden without JavaScript. */
export function copyButton(what: string, text: string): Html {
  return html`
    <button type="button" class="copy js-only" data-copy="${text}"
      aria-label="Copy ${what}"><span class="idle">Copy</span><span class="copied">Copied</span></button>
  `;
}
