import { html } from "hono/html";
import { copyButton } from "./copy-button.ts";
import type { Html } from "./html.ts";

/** A JSON value or a text, with a button that copies it. */
export function jsonView(title: string, value: unknown): Html {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2) ?? "";
  return html`<div class="json">
    <pre tabindex="0" role="region" aria-label="${title}"><code>${text}</code></pre>
    ${copyButton(title.toLowerCase(), text)}
  </div>`;
}
