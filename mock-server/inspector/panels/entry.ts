import { html } from "hono/html";
import type { JournalEntry } from "../../world/journal/journal-entry.ts";
import { copyButton } from "../copy-button.ts";
import { FAULT_LABELS, reasonLabel } from "../fault-labels.ts";
import { grouped, utc } from "../format.ts";
import type { Html } from "../html.ts";
import { jsonView } from "../json-view.ts";
import { type Concerns, concernsOf } from "../journal/concerns.ts";
import { asCurl, asFetch } from "../journal/request-code.ts";
import { addressIn } from "../journal/request-url.ts";
import { unsendable } from "../journal/send-again.ts";
import { statusBadge } from "../journal/status-badge.ts";
import { actionPath } from "../paths.ts";
import { addressOf, stateFields, type View } from "../view.ts";

/** One request with its response: why it failed, what it is about, and how to repeat it. */
export function entryPanel(view: View, entry: JournalEntry | undefined): Html {
  if (entry === undefined) {
    return html`
      <article class="entry" id="entry" aria-labelledby="entry-title">
        <div class="entry-head">
              <h3 id="entry-title" tabindex="-1">Request not found</h3>${closeLink(view)}
            </div>
        <p class="muted">The journal was cleared, or dropped this request to stay within its limits.</p>
      </article>
    `;
  }
  const { id, at, method, duration } = entry;
  const { date, clock, iso } = utc(at);
  return html`<article class="entry" id="entry" aria-labelledby="entry-title" data-id="${id}">
    <div class="entry-head">
      <h3 id="entry-title" tabindex="-1"><span class="method">${method}</span> <code>${
    addressIn(entry)
  }</code></h3>
      ${closeLink(view)}
    </div>
    <p class="entry-facts">${statusBadge(entry)} <span class="muted">#${id} · <time
      datetime="${iso}">${date} ${clock}</time>${
    duration !== undefined && ` · ${grouped(Math.round(duration))} ms`
  }</span></p>
    ${reason(entry)}
    ${concerns(view, entry, concernsOf(entry, view.tenant))}
    ${repeat(view, entry)}
    ${message("Request", entry.requestHeaders, entry.requestBody)}
    ${message("Response", entry.responseHeaders, entry.responseBody)}
  </article>`;
}

function closeLink(view: View): Html {
  return html`<a class="button small" id="close-entry" data-view href="${
    addressOf(view, { entry: "" })
  }#journal">Close</a>`;
}

function reason({ reason: text, fault, status }: JournalEntry): Html {
  if (text === undefined) return html``;
  const tone = status === undefined || status >= 500 ? "bad" : "warn";
  return html`<p class="reason ${tone}">${reasonLabel(text, fault)}</p>`;
}

function concerns(view: View, { fault }: JournalEntry, of: Concerns): Html {
  const { app, collection, recordId } = of;
  const facts = [
    app && html`
      <div>
        <dt>App</dt>
        <dd>${app.name} <code class="muted">${app.appId}</code></dd>
      </div>
    `,
    collection && html`
      <div>
        <dt>Collection</dt>
        <dd><a data-view href="${addressOf(view, {
          collection: collection.slug,
          record: "",
          find: "",
          page: "",
        })}#collections">${collection.name}</a></dd>
      </div>
    `,
    collection && recordId !== undefined &&
    html`
      <div>
        <dt>Record</dt>
        <dd><a data-view href="${addressOf(view, {
          collection: collection.slug,
          record: recordId,
          find: "",
          page: "",
        })}#record"><code>${recordId}</code></a></dd>
      </div>
    `,
    fault && html`
      <div>
        <dt>Fault</dt>
        <dd>${FAULT_LABELS[fault]}, injected by this mock. <a href="#faults">Show faults</a></dd>
      </div>
    `,
  ].filter(Boolean);
  return facts.length === 0 ? html`` : html`<dl class="facts">${facts}</dl>`;
}

function repeat(view: View, entry: JournalEntry): Html {
  const obstacle = unsendable(entry);
  return html`<div class="buttons">
      ${
    obstacle === undefined && html`<form method="post" action="${actionPath("journal/send")}">
        ${stateFields(view)}
        <input type="hidden" name="id" value="${entry.id}">
        <button class="button small">Send again</button>
      </form>`
  }
      ${copyButton("as curl", asCurl(entry, view.baseUrl), "Copy as curl")}
      ${copyButton("as fetch", asFetch(entry, view.baseUrl), "Copy as fetch")}
    </div>
    ${obstacle !== undefined && html`<p class="hint">It cannot be sent again. ${obstacle}</p>`}`;
}

function message(
  title: string,
  headers: JournalEntry["requestHeaders"],
  body: JournalEntry["requestBody"],
): Html {
  const named = Object.entries(headers ?? {});
  if (named.length === 0 && body === undefined) return html``;
  return html`<section aria-label="${title}">
    <h4>${title}</h4>
    ${
    named.length > 0 && html`<dl class="headers">${
      named.map(([name, value]) =>
        html`
          <div>
            <dt><code>${name}</code></dt>
            <dd><code>${value}</code></dd>
          </div>
        `
      )
    }</dl>`
  }
    ${body === undefined ? html`<p class="muted">No body.</p>` : jsonView(`${title} body`, body)}
  </section>`;
}
