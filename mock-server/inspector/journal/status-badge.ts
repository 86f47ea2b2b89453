import { html } from "hono/html";
import type { JournalRow } from "../../world/journal/journal-entry.ts";
import type { Html } from "../html.ts";

/** The status of an entry. A failure also has a symbol, so that it can be recognized without its color. */
export function statusBadge({ status, duration }: Pick<JournalRow, "status" | "duration">): Html {
  if (status === undefined) {
    return duration === undefined
      ? html`<span class="status">waiting</span>`
      : html`<span class="status broken"><span aria-hidden="true">✕</span> no response</span>`;
  }
  if (status < 400) return html`<span class="status fine">${status}</span>`;
  const [kind, sign] = status < 500 ? ["refused", "▲"] : ["broken", "✕"];
  return html`<span class="status ${kind}"><span aria-hidden="true">${sign}</span> ${status}<span
    class="vh"> failed</span></span>`;
}
