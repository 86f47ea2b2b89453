/** The key of a mock that other machines can reach: from the address, from the tab, or asked for. */
export const KEY: string = String.raw`
const KEY_NAME = "kinabase-mock-key";
let key = "";

/** The headers of every request. @returns {Record<string, string>} */
function ownHeaders() {
  return { "x-inspector": "script", ...(key ? { authorization: "Bearer " + key } : {}) };
}

/** Keeps the key until the tab is closed; until the page is reloaded, if the browser stores nothing. @param {string} value */
function keepKey(value) {
  key = value;
  try {
    sessionStorage.setItem(KEY_NAME, value);
  } catch {}
}

/** Takes the key out of the address, or the one from before. */
function findKey() {
  try {
    key = sessionStorage.getItem(KEY_NAME) ?? "";
  } catch {}
  const given = /^#key=(.+)/.exec(location.hash)?.[1];
  if (!given) return;
  history.replaceState(null, "", location.pathname + location.search);
  try {
    keepKey(decodeURIComponent(given));
  } catch {
    keepKey(given);
  }
}

const isLocked = () => byId("key-form") !== null;

/** Replaces the page that asks for the key by the real one. */
async function unlock() {
  if (!key) return askForKey("");
  // A header cannot carry other characters.
  if (!/^[!-~]+$/.test(key)) return refuseKey();
  try {
    const response = await fetch("/" + location.search, { headers: ownHeaders() });
    if (response.status === 401) return refuseKey();
    const text = await response.text();
    if (!response.headers.get("content-type")?.startsWith("text/html")) return askForKey(messageIn(text));
    const fresh = new DOMParser().parseFromString(text, "text/html");
    document.title = fresh.title;
    document.body.replaceWith(fresh.body);
    if (byId("state")) start();
  } catch {
    askForKey("The mock does not respond.");
  }
}

function refuseKey() {
  keepKey("");
  askForKey("This is not the key of this mock.");
}

/** @param {string} problem */
function askForKey(problem) {
  const form = byId("key-form");
  const field = byId("key-key");
  const place = byId("key-problem");
  if (!form || !field || !place) return;
  form.hidden = false;
  place.textContent = problem;
  if (problem) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", "key-problem");
  }
  field.focus();
}
`;
