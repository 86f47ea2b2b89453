import { html } from "hono/html";
import type { CollectionState } from "../../world/collections/collection.ts";
import type { StoredRecord } from "../../world/collections/store.ts";
import { cell, counted, grouped } from "../format.ts";
import type { Html } from "../html.ts";
import { addressOf, PAGE_SIZE, stateFields, type View } from "../view.ts";

/** One page of a collection's records, or of those that contain a text. */
export function records(view: View, collection: CollectionState): Html {
  const { find, page } = view;
  const isEmpty = collection.records.count() === 0;
  return html`<div class="records" id="records" data-key="records-${collection.slug}">
    ${!isEmpty && findForm(view, collection)}
    ${
    page.records.length === 0
      ? html`<p class="empty">${
        isEmpty ? "No records yet. Add one below, or import some." : `No record contains “${find}”.`
      }</p>`
      : html`
        <div class="scroll${page.pages > 1 && " full"}" role="region" tabindex="0"
          aria-label="Records of ${collection.name}">${table(view, page.records)}</div>
      `
  }
    ${
    page.pages > 1 && html`<nav class="pager" aria-label="Pages of records">
      ${step(view, "Previous", page.pageIndex - 1)}
      <span class="muted">Page ${grouped(page.pageIndex + 1)} of ${grouped(page.pages)}</span>
      ${step(view, "Next", page.pageIndex + 1)}
    </nav>`
  }
  </div>`;
}

function findForm(view: View, { name }: CollectionState): Html {
  const { find, page: { total, pageIndex, records: shown } } = view;
  const from = pageIndex * PAGE_SIZE;
  return html`
    <form method="get" action="/#collections" id="find" class="find" role="search"
      aria-label="Records" data-live>
        ${stateFields(view, ["find", "page"])}
        <label class="vh" for="find-find">Find in ${name}</label>
        <input type="search" id="find-find" name="find" value="${find}" autocomplete="off"
          spellcheck="false" placeholder="Find an ID or a value">
        <button class="button no-js">Find</button>
        <span class="muted range">${total === 0
          ? "0 records"
          : `${grouped(from + 1)} to ${grouped(from + shown.length)} of ${
            counted(total, "record")
          }`}</span>
      </form>
  `;
}

/** A link to another page; disabled if that page does not exist. */
function step(view: View, word: string, pageIndex: number): Html {
  if (pageIndex < 0 || pageIndex >= view.page.pages) {
    return html`<a class="button small" data-key="${word}" role="link" aria-disabled="true">${word}</a>`;
  }
  const address = addressOf(view, { page: String(pageIndex + 1) });
  return html`<a class="button small" data-key="${word}" href="${address}#records" data-view>${word}</a>`;
}

function table(view: View, page: readonly StoredRecord[]): Html {
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
      <td><a data-view class="record-link" href="${
      addressOf(view, { record: id })
    }#record"><code>${id}</code></a></td>
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
