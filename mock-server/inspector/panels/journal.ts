import type { JournalEntry } from "../../world/journal/journal-entry.ts";
import { html } from "hono/html";
import { FAULT_LABELS } from "../fault-labels.ts";
import { counted, grouped, utc } from "../format.ts";
import type { Html } from "../html.ts";
import type { View } from "../view.ts";

/** The maximum number of entries to show. */
const MOST = 100;

/** The requests and their responses, newest first. */
export function journalPanel(view: View): Html {
  return html`<section class="card" aria-labelledby="journal-title" id="journal">
    <div class="card-head">
      <h2 id="journal-title">Journal</h2>
      <button type="button" class="button small js-only" id="pause" aria-pressed="false">Pause</button>
    </div>
    ${journalList(view)}
  </section>`;
}

/** The part of the panel that updates. Rows have a fixed height, so updates do not shift the page. */
export function journalList({ tenant: { journal } }: View): Html {
  const all = journal.entries();
  const newest = all.slice(-MOST).reverse();
  const count = all.length + journal.dropped;
  return html`
    <div id="journal-list" data-newest="${newest[0]?.id ?? 0}">
      <p class="muted">${count === 0
        ? "Requests to the API appear here automatically."
        : counted(count, "request") +
          (count > newest.length ? `; showing the newest ${grouped(newest.length)}` : "")}</p>
      <div class="scroll journal" id="journal-scroll" role="region" aria-labelledby="journal-title"
        tabindex="0">${newest.length === 0
          ? html`<p class="empty">No requests yet.</p>`
          : table(newest)}</div>
    </div>
  `;
}

// Explicit roles, because the narrow layout displays rows and cells as blocks.
function table(entries: readonly JournalEntry[]): Html {
  return html`
    <table role="table" aria-labelledby="journal-title">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader" class="col-time">Time</th>
          <th scope="col" role="columnheader" class="col-method">Method</th>
          <th scope="col" role="columnheader">Path</th>
          <th scope="col" role="columnheader" class="col-status">Status</th>
          <th scope="col" role="columnheader" class="col-duration number">Duration</th>
        </tr>
      </thead>
      <tbody role="rowgroup">${entries.map(row)}</tbody>
    </table>
  `;
}

function row({ at, method, path, query, duration, fault, ...entry }: JournalEntry): Html {
  const { clock, iso } = utc(at);
  const address = query === "" ? path : `${path}?${query}`;
  return html`
    <tr role="row">
      <td role="cell" class="at"><time datetime="${iso}">${clock}</time></td>
      <td role="cell" class="method">${method}</td>
      <td role="cell" class="path"
        title="${address}"><span class="where"><code class="ellipsis">${address}</code>${fault &&
          html`
            <span class="tag" title="${FAULT_LABELS[fault]}">fault</span>
          `}</span></td>
      <td role="cell" class="outcome">${status(entry.status, duration)}</td>
      <td role="cell" class="number took">${duration === undefined
        ? ""
        : `${grouped(Math.round(duration))} ms`}</td>
    </tr>
  `;
}

function status(code: number | undefined, duration: number | undefined): Html {
  if (code === undefined) {
    return duration === undefined
      ? html`<span class="status">waiting</span>`
      : html`<span class="status broken"><span aria-hidden="true">✕</span> no response</span>`;
  }
  if (code < 400) return html`<span class="status fine">${code}</span>`;
  const [kind, sign] = code < 500 ? ["refused", "▲"] : ["broken", "✕"];
  return html`<span class="status ${kind}"><span aria-hidden="true">${sign}</span> ${code}<span
    class="vh"> failed</span></span>`;
}
