import { html } from "hono/html";
import type { CollectionState } from "../../world/collections/collection.ts";
import { counted, grouped } from "../format.ts";
import type { Html } from "../html.ts";
import { addressOf, type View } from "../view.ts";
import { records } from "./records.ts";

/** The collections, and the records of one. */
export function collectionsPanel(view: View): Html {
  return html`<section class="card" aria-labelledby="collections-title" id="collections">
    <div class="card-head"><h2 id="collections-title">Collections</h2></div>
    ${collectionsList(view)}
  </section>`;
}

/** The part of the panel that updates. */
export function collectionsList(view: View): Html {
  const all = view.tenant.collections.list();
  const { collection, pageIndex } = view;
  if (collection === undefined) {
    return html`
      <div id="collections-list">
        <p class="empty">This tenant has no collections. Add one with a seed or
            <code>tenant.collections.create()</code>.</p>
      </div>
    `;
  }
  return html`<div id="collections-list" data-collection="${collection.slug}" data-page="${
    pageIndex + 1
  }">
    <p class="muted">${counted(all.length, "collection")}</p>
    <div class="scroll" role="region" aria-labelledby="collections-title" tabindex="0">
      <table aria-labelledby="collections-title">
        <thead><tr>
          <th scope="col">Name</th><th scope="col">Slug</th><th scope="col" class="number">Records</th>
        </tr></thead>
        <tbody>${all.map((one) => row(one, view))}</tbody>
      </table>
    </div>
    ${records(view, collection)}
  </div>`;
}

function row(one: CollectionState, view: View): Html {
  const isShown = one === view.collection;
  const address = addressOf(view, { collection: one.slug, page: "1" });
  return html`
    <tr data-key="collection-${one.slug}" ${isShown && html`
      class="chosen"
    `}>
      <th scope="row"><a href="${address}#records" data-view${isShown && html`
        aria-current="true"
      `}>${one.name}</a></th>
      <td><code>${one.slug}</code></td>
      <td class="number">${grouped(one.records.count())}</td>
    </tr>
  `;
}
