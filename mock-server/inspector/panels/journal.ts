import { html } from "hono/html";
import type { JournalRow } from "../../world/journal/journal-entry.ts";
import { failureReason } from "../../world/journal/failure-reason.ts";
import { copyButton } from "../copy-button.ts";
import { FAULT_LABELS, reasonLabel } from "../fault-labels.ts";
import { counted, grouped, utc } from "../format.ts";
import type { Html } from "../html.ts";
import { FILTER_NAMES, filterOf, isFiltered } from "../journal/journal-filter.ts";
import { addressIn } from "../journal/request-url.ts";
import { statusBadge } from "../journal/status-badge.ts";
import { actionPath } from "../paths.ts";
import { addressOf, ENTRIES_SHOWN, stateFields, type View } from "../view.ts";
import { entryPanel } from "./entry.ts";
import { journalFilter } from "./journal-filter.ts";

/** The requests and their responses, newest first, and the open one. */
export function journalPanel(view: View): Html {
  return html`<section class="card" aria-labelledby="journal-title" id="journal">
    <div class="card-head">
      <h2 id="journal-title" tabindex="-1">Requests</h2>
      ${journalButtons(view)}
    </div>
    ${journalFilter(view)}
    ${journalView(view)}
  </section>`;
}

/** The buttons that pause and empty the journal. */
export function journalButtons(view: View): Html {
  const { until, tenant: { journal } } = view;
  const newest = journal.rows().at(-1)?.id;
  const isUseless = newest === undefined && until === undefined;
  return html`
    <div id="journal-buttons" class="buttons" ${isUseless && html`hidden`}>
      <form method="get" action="/">
          ${stateFields(view, ["until"])}
          <button class="button small" name="until" value="${until === undefined
            ? newest ?? ""
            : ""}"
            id="pause" aria-pressed="${until === undefined ? "false" : "true"}">Pause</button>
        </form>
      <form method="post" action="${actionPath("journal/clear")}">
          ${stateFields(view)}
          <button class="button small">Clear</button>
        </form>
    </div>
  `;
}

/** The list and the open entry. */
export function journalView(view: View): Html {
  const entry = view.entry === undefined ? undefined : view.tenant.journal.entry(view.entry);
  const isOpen = view.entry !== undefined;
  return html`<div id="journal-view" class="journal-view${isOpen && " split"}">
    ${journalList(view)}
    ${isOpen && entryPanel(view, entry)}
  </div>`;
}

function journalList(view: View): Html {
  const { tenant: { journal }, filter, until = Infinity, show } = view;
  const all = journal.rows().filter(({ id }) => id <= until);
  if (all.length === 0) {
    return html`<div id="journal-list" class="journal-list">${noRequests(view)}</div>`;
  }
  const matching = isFiltered(filter) ? all.filter(filterOf(filter)) : all;
  const newest = matching.slice(-show).reverse();
  return html`
    <div id="journal-list" class="journal-list">
      <p class="muted">${caption(view, all.length, matching.length, newest.length)}</p>
      ${newest.length === 0 ? html`<p class="empty">No request matches the filter.</p>` : html`
        <div class="scroll journal" id="journal-scroll" role="region"
          aria-label="List of requests" tabindex="0">${table(
            view,
            newest,
          )}${matching.length > newest.length &&
            html`<p class="older"><a class="button small" data-view href="${
              addressOf(view, { show: String(show + ENTRIES_SHOWN) })
            }">Show older requests</a></p>`}</div>
      `}
    </div>
  `;
}

function caption(view: View, all: number, matching: number, shown: number): Html {
  const { dropped } = view.tenant.journal;
  const isLess = isFiltered(view.filter);
  const nothing = Object.fromEntries(FILTER_NAMES.map((name) => [name, ""]));
  const count = isLess
    ? `${grouped(matching)} of ${counted(all, "request")} match`
    : counted(all, "request");
  return html`${count}${matching > shown && `; showing the newest ${grouped(shown)}`}${
    dropped > 0 && ` (${counted(dropped, "older one")} dropped)`
  }${
    view.until !== undefined && html`
      · <strong>paused</strong>
    `
  }${
    isLess &&
    html`
      · <a data-view href="${addressOf(view, nothing)}#journal">Show all</a>
    `
  }`;
}

/** What to do when nothing has arrived. */
function noRequests(view: View): Html {
  const command = `curl ${view.baseUrl}version`;
  return html`
    <div class="start">
      <p><strong>No requests yet.</strong> Let your program use the base URL above. Each request
          appears here when it arrives, with its response and the reason of a failure.</p>
      <div class="buttons">
        <form method="post" action="${actionPath("journal/test")}">
            ${stateFields(view)}
            <button class="button primary">Send a test request</button>
          </form>
        <span class="line"><span class="muted">or</span> <code>${command}</code>
            ${copyButton("command", command)}</span>
      </div>
    </div>
  `;
}

// Explicit roles, because the narrow layout displays rows and cells as blocks.
function table(view: View, entries: readonly JournalRow[]): Html {
  const names = new Map(view.tenant.apps.list().map(({ appId, name }) => [appId, name]));
  return html`
    <table role="table" aria-labelledby="journal-title">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader" class="col-time">Time</th>
          <th scope="col" role="columnheader" class="col-method">Method</th>
          <th scope="col" role="columnheader" class="col-path">Path</th>
          <th scope="col" role="columnheader" class="col-status">Status</th>
          <th scope="col" role="columnheader" class="col-reason">Reason</th>
          <th scope="col" role="columnheader" class="col-app">App</th>
          <th scope="col" role="columnheader" class="col-duration number">Duration</th>
        </tr>
      </thead>
      <tbody role="rowgroup">${entries.map((one) => row(view, one, names))}</tbody>
    </table>
  `;
}

function row(view: View, of: JournalRow, names: ReadonlyMap<string, string>): Html {
  const { id, at, method, duration, fault, appId = "" } = of;
  const { clock, iso } = utc(at);
  const address = addressIn(of);
  const isOpen = id === view.entry;
  const reason = reasonLabel(failureReason(of), fault);
  return html`
    <tr role="row" data-key="row-${id}" class="${isOpen ? "chosen" : ""}">
      <td role="cell" class="at"><time datetime="${iso}">${clock}</time></td>
      <td role="cell" class="method">${method}</td>
      <td role="cell" class="path" title="${address}"><span class="where"><a
        class="row-link ellipsis" id="entry-${id}" data-view data-row
        href="${addressOf(view, { entry: String(id) })}#entry"${isOpen && html`
          aria-current="true"
        `}><code>${address}</code></a>${fault &&
          html`<span class="tag" title="${FAULT_LABELS[fault]}">fault</span>`}</span></td>
      <td role="cell" class="outcome">${statusBadge(of)}</td>
      <td role="cell" class="why" title="${reason}">${reason === fault && fault !== undefined
        ? FAULT_LABELS[fault]
        : reason}</td>
      <td role="cell" class="of-app">${names.get(appId) ?? ""}</td>
      <td role="cell" class="number took">${duration === undefined
        ? ""
        : `${grouped(Math.round(duration))} ms`}</td>
    </tr>
  `;
}
