/** What the page shows: it is in an element that every response replaces, and in the address. */
export const STATE: string = String.raw`
const BASE = "/__mock/inspector/";

/** @param {string} id */
const byId = (id) => document.getElementById(id);

/** The parameters of the current view. */
const state = () => new URLSearchParams(byId("state")?.dataset.query);

/** The parameters of an update: those of the view, and what the page has. */
function updateParams() {
  const params = state();
  params.set("seen", byId("state")?.dataset.seen ?? "");
  return params;
}

/** Shows the current view in the address. @param {boolean} isStep Whether the browser's back button leads to the view before. */
function showAddress(isStep) {
  const address = "/?" + state();
  if (address === location.pathname + location.search) return;
  if (isStep) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

/** Fills the fields of filters with those of the current view, unless someone is typing. */
function syncFilters() {
  const now = state();
  for (const field of document.querySelectorAll("form[data-live] :is(input, select):not([data-state])")) {
    if (field === document.activeElement) continue;
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = now.get(field.name) ?? "";
  }
}
`;
