import { html } from "hono/html";
import type { Html } from "../html.ts";
import { FILTER_NAMES, isFiltered, STATUS_CHOICES } from "../journal/journal-filter.ts";
import { stateFields, type View } from "../view.ts";

/** The form that filters the journal. It is hidden as long as there is nothing to filter. */
export function journalFilter(view: View): Html {
  const { filter, tenant } = view;
  const isUseless = tenant.journal.rows().length === 0 && !isFiltered(filter);
  const apps = tenant.apps.list();
  return html`
    <form method="get" action="/" id="filter" class="filter" role="search"
      aria-label="Requests" data-live ${isUseless && html`hidden`}>
        ${stateFields(view, [...FILTER_NAMES, "show"])}
        <div class="field">
          <label for="filter-search">Search</label>
          <input type="search" id="filter-search" name="search" value="${filter.search}"
            autocomplete="off" spellcheck="false" placeholder="any text">
        </div>
        <div class="field">
          <label for="filter-path">Path</label>
          <input type="search" class="code" id="filter-path" name="inPath" value="${filter.inPath}"
            autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="/collections/*">
        </div>
        <div class="field">
          <label for="filter-status">Status</label>
          <select id="filter-status" name="withStatus">${STATUS_CHOICES.map(([value, label]) =>
            option(value, label, filter.withStatus)
          )}</select>
        </div>
        <div class="field">
          <label for="filter-app">App</label>
          <select id="filter-app" name="ofApp">
            ${option("", "Any app", filter.ofApp)}
            ${apps.map(({ appId, name }) => option(appId, name, filter.ofApp))}
          </select>
        </div>
        <button class="button no-js">Filter</button>
      </form>
  `;
}

function option(value: string, label: string, chosen: string): Html {
  return html`
    <option value="${value}" ${value === chosen && html`
      selected
    `}>${label}</option>
  `;
}
