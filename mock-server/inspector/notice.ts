import { html } from "hono/html";
import type { Html } from "./html.ts";
import { DONE } from "./done.ts";
import type { ActionResult } from "./action-result.ts";

/** Says what was done, or why not. It is there while it says nothing, so that it is read out. */
export function notice({ done, failed }: ActionResult): Html {
  const text = failed ?? (done === undefined ? "" : DONE[done]);
  const tone = failed === undefined ? "done" : "failed";
  return html`<p id="notice" class="notice" role="status" data-tone="${tone}">${text}</p>`;
}
