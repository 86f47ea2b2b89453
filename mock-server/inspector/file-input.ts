import { html } from "hono/html";
import type { Html } from "./html.ts";

/**
 * Fills a text area with the text of a file. Hidden without JavaScript.
 *
 * @param into The ID of the text area.
 */
export function fileInput(into: string, label: string): Html {
  return html`
    <input type="file" class="js-only" accept=".json,application/json" data-into="${into}"
      aria-label="${label}">
  `;
}
