/**
 * The page's script. It submits forms without reloading the page and keeps the page up to date. It is a
 * string, because it runs in the browser without a build step. It must not contain a backtick or `${`.
 * `tests/unit/mock-server/inspector/script.test.ts` checks its types.
 */
export const SCRIPT: string = String.raw`
const BASE = "/__mock/inspector/";
const EVERY = 1000;
const NOTICE_STAYS = 8000;
const KEY = "kinabase-mock-key";
const journal = () => document.getElementById("journal-list");

let key = "";
let token = "";
let isPaused = false;
/** @type {AbortController | undefined} */
let polling;
/** @type {Element | null} */
let openedBy = null;
let pollTimer = 0;
let noticeTimer = 0;

document.documentElement.classList.add("js");

/** The current view. @returns {Record<string, string>} */
function state() {
  const { collection, page } = document.getElementById("collections-list")?.dataset ?? {};
  return {
    tenant: document.body.dataset.tenant ?? "",
    ...(collection ? { collection } : {}),
    ...(page && page !== "1" ? { page } : {}),
  };
}

/** Requests fragments and updates the page. @param {string} path @param {URLSearchParams} params @param {AbortSignal} [signal] */
async function send(path, params, signal) {
  for (const [name, value] of Object.entries(state())) {
    if (!params.has(name)) params.set(name, value);
  }
  if (token && !params.has("token")) params.set("token", token);
  const response = await fetch(BASE + path, {
    method: "POST",
    headers: ownHeaders(),
    body: params,
    ...(signal ? { signal } : {}),
  });
  const text = await response.text();
  // The mock was restarted with another key, or without this tenant.
  if (response.status === 401 || (response.status === 404 && path === "view")) return location.reload();
  if (!response.headers.get("content-type")?.startsWith("text/html")) throw new Error(text);
  // If an action has started meanwhile, its response is newer.
  if (!signal?.aborted) put(text);
  return response.ok;
}

/** @param {string} text */
function put(text) {
  const list = journal();
  const scroll = document.getElementById("journal-scroll");
  const newest = Number(list?.dataset.newest ?? 0);
  const { body } = new DOMParser().parseFromString(text, "text/html");
  for (const fresh of [...body.children]) {
    const old = document.getElementById(fresh.id);
    if (!old || (fresh.id === "journal-list" && isHeld())) continue;
    patch(old, fresh);
    if (fresh.id === "notice") startNotice();
    if (fresh.id === "dialog") settleDialog();
  }
  // Keeps the same rows in view if the user has scrolled down.
  if (!scroll || scroll.scrollTop === 0) return;
  const more = Number(list?.dataset.newest ?? 0) - newest;
  const height = scroll.querySelector("tbody tr")?.clientHeight ?? 0;
  if (more > 0) scroll.scrollTop += more * height;
}

/** Whether not to update the journal: it is paused, or some of it is selected. */
function isHeld() {
  const selection = getSelection();
  return isPaused ||
    (!!selection && !selection.isCollapsed && !!journal()?.contains(selection.anchorNode));
}

/** @param {Node} node */
const keyOf = (node) => node instanceof Element ? node.id || node.getAttribute("data-key") : null;

/** Updates only what differs between two elements, to keep focus, scroll position and typed text. @param {Element} old @param {Element} fresh */
function patch(old, fresh) {
  if (old.hasAttribute("data-hold") || old.isEqualNode(fresh)) return;
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  const wanted = new Set([...fresh.childNodes].map(keyOf));
  /** @type {Map<string, ChildNode>} */
  const keyed = new Map();
  for (const child of [...old.childNodes]) {
    const key = keyOf(child);
    if (!key) continue;
    if (wanted.has(key)) keyed.set(key, child);
    else child.remove();
  }
  let at = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const key = keyOf(child);
    const known = key ? keyed.get(key) : undefined;
    const same = known ?? (at && !key && !keyOf(at) && at.nodeName === child.nodeName ? at : undefined);
    if (!same) {
      old.insertBefore(document.importNode(child, true), at);
      continue;
    }
    if (same === at) at = at.nextSibling;
    else old.insertBefore(same, at);
    if (same instanceof Element && child instanceof Element) patch(same, child);
    else if (same.nodeValue !== child.nodeValue) same.nodeValue = child.nodeValue;
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** Opens the new dialog as a modal one. */
function settleDialog() {
  const dialog = document.querySelector("dialog");
  if (!dialog) return restoreFocus();
  if (dialog.matches(":modal")) return;
  dialog.removeAttribute("open");
  dialog.showModal();
  dialog.addEventListener("cancel", (event) => {
    if ("once" in dialog.dataset) event.preventDefault();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    restoreFocus();
  });
}

/** Returns the focus to what opened the dialog, or to its panel. */
function restoreFocus() {
  if (!openedBy) return;
  const target = openedBy.isConnected ? openedBy : document.getElementById("apps-title");
  openedBy = null;
  if (target instanceof HTMLElement) target.focus();
}

/** @param {string} text @param {string} tone */
function say(text, tone) {
  const inDialog = document.querySelector("dialog [data-say]");
  const place = inDialog ?? document.getElementById("notice");
  if (!(place instanceof HTMLElement)) return;
  place.textContent = text;
  place.dataset.tone = tone;
  startNotice();
}

function startNotice() {
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(clearNotice, NOTICE_STAYS);
}

function clearNotice() {
  const notice = document.getElementById("notice");
  if (notice) notice.textContent = "";
}

/** Runs a user's action. @param {string} path @param {URLSearchParams} params */
async function act(path, params) {
  polling?.abort();
  clearNotice();
  try {
    const isGood = await send(path, params);
    setLink(true);
    return isGood;
  } catch (error) {
    setLink(false);
    say(error instanceof TypeError ? "The mock does not respond." : String(error), "failed");
    return undefined;
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const submitter = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
  if (!(form instanceof HTMLFormElement) || "native" in form.dataset) return;
  if (form.id === "key-form") {
    event.preventDefault();
    const field = document.getElementById("key-key");
    if (field instanceof HTMLInputElement) keepKey(field.value.trim());
    return void unlock();
  }
  if (submitter?.formMethod === "dialog") return;
  event.preventDefault();
  if (submitter && "close" in submitter.dataset) return void form.closest("dialog")?.close();
  if (form.hasAttribute("aria-busy")) return;
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) params.append(name, String(value));
  // A form's view may be outdated.
  for (const name of ["tenant", "collection", "page"]) params.delete(name);
  // Attributes, not properties: a field may be named "method".
  const isPost = form.getAttribute("method") === "post";
  const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  const path = isPost ? new URL(action, location.href).pathname.slice(BASE.length) : "view";
  if (params.has("dialog")) openedBy = submitter;
  form.setAttribute("aria-busy", "true");
  const isGood = await act(path, params);
  form.removeAttribute("aria-busy");
  if (path === "token") token = isGood ? params.get("token") ?? "" : "";
  if (isGood && "reset" in form.dataset) form.reset();
  const wrong = form.querySelector("[aria-invalid=true]");
  if (isGood === false && wrong instanceof HTMLElement) return wrong.focus();
  // The action may have removed its own button.
  if (document.activeElement === document.body && !document.querySelector("dialog")) {
    const title = document.getElementById(path.startsWith("faults") ? "faults-title" : "apps-title");
    title?.focus();
  }
});

document.addEventListener("click", async (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest("#pause")) return pause();
  const button = event.target.closest("[data-copy]");
  if (button instanceof HTMLElement) return copy(button);
  const link = event.target.closest("a[data-view]");
  if (!(link instanceof HTMLAnchorElement)) return;
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const isGood = await act("view", new URL(link.href).searchParams);
  if (isGood) history.replaceState(null, "", "/?" + new URLSearchParams(state()));
});

function pause() {
  isPaused = !isPaused;
  document.getElementById("pause")?.setAttribute("aria-pressed", String(isPaused));
  if (!isPaused) poll();
}

/** @param {HTMLElement} button */
async function copy(button) {
  const text = button.dataset.copy ?? "";
  const isDone = await navigator.clipboard?.writeText(text).then(() => true, () => false) ||
    copyTheOldWay(button, text);
  say(isDone ? "Copied." : "The browser does not allow copying here. Select the text and copy it.", isDone ? "done" : "failed");
  if (!isDone) return;
  button.setAttribute("data-hold", "");
  setTimeout(() => button.removeAttribute("data-hold"), 1500);
}

/** Fallback for pages over plain HTTP on hosts other than localhost, which have no clipboard API. @param {HTMLElement} button @param {string} text */
function copyTheOldWay(button, text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "vh";
  // Next to the button, because nothing outside a modal dialog can be selected.
  button.after(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  button.focus();
  return isDone;
}

/** @param {boolean} isOn */
function setLink(isOn) {
  const link = document.getElementById("link");
  const word = document.getElementById("link-word");
  if (!link || !word || link.dataset.state === (isOn ? "on" : "off")) return;
  link.dataset.state = isOn ? "on" : "off";
  word.textContent = isOn ? "Live" : "Disconnected";
}

async function poll() {
  clearTimeout(pollTimer);
  if (document.hidden) return;
  polling?.abort();
  const own = polling = new AbortController();
  try {
    await send("view", new URLSearchParams(), own.signal);
    setLink(true);
  } catch {
    if (!own.signal.aborted) setLink(false);
  }
  if (polling === own) pollTimer = setTimeout(poll, EVERY);
}

/** The headers of every request. @returns {Record<string, string>} */
function ownHeaders() {
  return { "x-inspector": "script", ...(key ? { authorization: "Bearer " + key } : {}) };
}

/** Keeps the key until the tab is closed; until the page is reloaded, if the browser stores nothing. @param {string} value */
function keepKey(value) {
  key = value;
  try {
    sessionStorage.setItem(KEY, value);
  } catch {}
}

/** Takes the key out of the address, or the one from before. */
function findKey() {
  try {
    key = sessionStorage.getItem(KEY) ?? "";
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

/** Replaces the page that asks for the key by the real one. */
async function unlock() {
  if (!key) return askForKey("");
  // A header cannot carry other characters.
  if (!/^[!-~]+$/.test(key)) return refuseKey();
  try {
    const response = await fetch("/" + location.search, { headers: ownHeaders() });
    if (response.status === 401) return refuseKey();
    const text = await response.text();
    if (!response.headers.get("content-type")?.startsWith("text/html")) return askForKey(text);
    const fresh = new DOMParser().parseFromString(text, "text/html");
    document.title = fresh.title;
    document.body.replaceWith(fresh.body);
    if (journal()) start();
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
  const form = document.getElementById("key-form");
  const field = document.getElementById("key-key");
  const place = document.getElementById("key-problem");
  if (!form || !field || !place) return;
  form.hidden = false;
  place.textContent = problem;
  if (problem) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", "key-problem");
  }
  field.focus();
}

/** Starts what needs the real page. */
function start() {
  // After a form submission without the script, the page already shows a result.
  const pasted = document.getElementById("token-token");
  if (pasted instanceof HTMLTextAreaElement && document.querySelector("#token-result dl")) token = pasted.value;
  settleDialog();
  if (document.getElementById("notice")?.textContent) startNotice();
  document.addEventListener("visibilitychange", () => void poll());
  void poll();
}

const isLocked = () => document.getElementById("key-form") !== null;

addEventListener("hashchange", () => {
  findKey();
  if (isLocked()) void unlock();
});

findKey();
if (isLocked()) void unlock();
else start();
`;
