import { html } from "hono/html";
import type { Html } from "./html.ts";
import { DONE } from "./done.ts";
import type { ActionResult } from "./action-result.ts";

/** The message about the last action. Always present, even if empty, so that screen readers announce changes. */
export function notice({ done, failed }: ActionResult): Html {
  const text = failed ?? (done === undefined ? "" : DONE[done]);
  const tone = failed === undefined ? "done" : "failed";
  return html`<p id="notice" class="notice" role="status" data-tone="${tone}">${text}</p>`;
}
