import { html } from "hono/html";
import type { CollectionState } from "../../world/collections/collection.ts";
import type { FormStates } from "../action-result.ts";
import { grouped } from "../format.ts";
import type { Html } from "../html.ts";
import { addressOf, stateFields, type View } from "../view.ts";
import { recordPanel } from "./record.ts";
import { recordTools } from "./record-tools.ts";
import { records } from "./records.ts";

/** The collections, and the records of one. */
export function collectionsPanel(view: View, forms: FormStates): Html {
  return html`<section class="card" aria-labelledby="collections-title" id="collections">
    <div class="card-head">
      <h2 id="collections-title" tabindex="-1">Records</h2>
      <form method="get" action="/">
        ${stateFields(view)}
        <button class="button small" name="dialog" value="collection">+ Add collection</button>
      </form>
    </div>
    ${collectionsList(view, forms)}
    ${recordTools(view, forms)}
  </section>`;
}

/** The part of the panel that updates. */
export function collectionsList(view: View, forms: FormStates): Html {
  const all = view.tenant.collections.all();
  const { collection } = view;
  if (collection === undefined) {
    return html`
      <div id="collections-list">
        <p class="empty">No collections yet. Choose “+ Add collection”, or start the mock with a
          seed: <code>kinabase mock --seed FILE</code>.</p>
      </div>
    `;
  }
  return html`<div id="collections-list">
    <nav aria-label="Collections"><ul class="chips">${all.map((one) => chip(one, view))}</ul></nav>
    ${view.record === "" ? records(view, collection) : recordPanel(view, collection, forms)}
  </div>`;
}

function chip(one: CollectionState, view: View): Html {
  const address = addressOf(view, { collection: one.slug, page: "", record: "", find: "" });
  return html`
    <li
      data-key="collection-${one
        .slug}"><a href="${address}#collections" data-view${one === view.collection && html`
        aria-current="true"
      `}>${one.name} <span class="muted">${grouped(one.records.count())}</span></a></li>
  `;
}
