import { html } from "hono/html";
import type { CollectionState } from "../../world/collections/collection.ts";
import type { StoredRecord } from "../../world/collections/store.ts";
import { cell, counted, grouped } from "../format.ts";
import type { Html } from "../html.ts";
import { addressOf, PAGE_SIZE, pageCount, type View } from "../view.ts";

/** One page of a collection's records. */
export function records(view: View, collection: CollectionState): Html {
  const { pageIndex } = view;
  const from = pageIndex * PAGE_SIZE;
  const { records: page, total } = collection.select({}, from, PAGE_SIZE);
  const pages = pageCount(collection);
  return html`<div class="records" id="records">
    <div class="card-head">
      <h3>Records of ${collection.name}</h3>
      <p class="muted range">${
    total === 0
      ? "0 records"
      : `${grouped(from + 1)} to ${grouped(from + page.length)} of ${counted(total, "record")}`
  }</p>
    </div>
    ${
    page.length === 0 ? html`<p class="empty">No records yet.</p>` : html`
      <div class="scroll${pages > 1 && " full"}" role="region" tabindex="0"
        aria-label="Records of ${collection.name}">${table(page)}</div>
    `
  }
    ${
    pages > 1 && html`<nav class="pager" aria-label="Pages of records">
      ${step(view, "Previous", pageIndex - 1, pages)}
      <span class="muted">Page ${grouped(pageIndex + 1)} of ${grouped(pages)}</span>
      ${step(view, "Next", pageIndex + 1, pages)}
    </nav>`
  }
  </div>`;
}

/** A link to another page; disabled if that page does not exist. */
function step(view: View, word: string, pageIndex: number, pages: number): Html {
  if (pageIndex < 0 || pageIndex >= pages) {
    return html`<a class="button small" data-key="${word}" role="link" aria-disabled="true">${word}</a>`;
  }
  const address = addressOf(view, { page: String(pageIndex + 1) });
  return html`<a class="button small" data-key="${word}" href="${address}#records" data-view>${word}</a>`;
}

function table(page: readonly StoredRecord[]): Html {
  const names = [...new Set(page.flatMap(({ data }) => Object.keys(data)))];
  const isLinked = page.some(({ external }) => external.length > 0);
  const rows = page.map(({ id, numericId, data, external }) =>
    html`<tr>
      <td class="number">${numericId}</td>
      ${names.map((name) => dataCell(data[name]))}
      ${
      isLinked &&
      html`<td>${external.map(({ key, id: link }) => `${key}: ${link}`).join(", ")}</td>`
    }
      <td><code>${id}</code></td>
    </tr>`
  );
  return html`
    <table>
      <thead>
        <tr>
          <th scope="col" class="number"><abbr title="Numeric ID">No.</abbr></th>
          ${names.map((name) => html`<th scope="col"><code>${name}</code></th>`)}
          ${isLinked && html`<th scope="col">External</th>`}
          <th scope="col">ID</th>
        </tr>
      </thead>
      <tbody>${rows}</tbody>
    </table>
  `;
}

function dataCell(value: unknown): Html {
  if (value === null || value === undefined) return html`<td class="muted">–</td>`;
  if (typeof value === "object") return html`<td><code>${cell(value)}</code></td>`;
  return html`<td${
    typeof value === "number" && html`
      class="number"
    `
  }>${cell(value)}</td>`;
}
