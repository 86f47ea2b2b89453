/** Requests parts of the page and puts them into it. */
export const FRAGMENTS: string = String.raw`
let token = "";
let isUpdate = false;
/** Whether a part was left as it was, because someone uses it. */
let isIncomplete = false;

/** Requests fragments and updates the page. Resolves to whether the action succeeded. @param {string} path @param {URLSearchParams} params @param {AbortSignal} [signal] Given for updates that nobody asked for. */
async function send(path, params, signal) {
  if (token && !params.has("token")) params.set("token", token);
  const response = await fetch(BASE + path, {
    method: "POST",
    headers: ownHeaders(),
    body: params,
    ...(signal ? { signal } : {}),
  });
  if (response.status === 204) return true;
  const text = await response.text();
  // The mock was restarted with another key, or the tenant does not exist any more.
  if (response.status === 401 || response.status === 404) return location.reload();
  if (!response.headers.get("content-type")?.startsWith("text/html")) throw new Error(messageIn(text));
  // If an action has started meanwhile, its response is newer.
  if (!signal?.aborted) put(text, signal !== undefined);
  return response.ok;
}

/** @param {string} text @param {boolean} isOnlyUpdate */
function put(text, isOnlyUpdate) {
  isUpdate = isOnlyUpdate;
  isIncomplete = false;
  const anchor = anchorRow();
  const { body } = new DOMParser().parseFromString(text, "text/html");
  for (const fresh of [...body.children]) {
    const old = byId(fresh.id);
    if (!old) continue;
    patch(old, fresh);
    if (fresh.id === "notice") startNotice();
    if (fresh.id === "dialog") settleDialog();
  }
  // So that the next update sends it again.
  if (isIncomplete) byId("state")?.setAttribute("data-seen", "");
  anchor?.keep();
  if (!isOnlyUpdate) syncFilters();
}

/** The row at the top of a list that someone has scrolled. New rows must not move it. */
function anchorRow() {
  const scroll = byId("journal-scroll");
  if (!scroll || scroll.scrollTop === 0) return undefined;
  const { top } = scroll.getBoundingClientRect();
  const head = scroll.querySelector("thead")?.clientHeight ?? 0;
  for (const row of scroll.querySelectorAll("tbody tr")) {
    const before = row.getBoundingClientRect();
    if (before.bottom <= top + head) continue;
    return {
      keep() {
        if (row.isConnected) scroll.scrollTop += row.getBoundingClientRect().top - before.top;
      },
    };
  }
  return undefined;
}

/** Whether not to update the list of requests, because some of it is selected. */
function isHeld() {
  const selection = getSelection();
  return !!selection && !selection.isCollapsed && !!byId("journal-list")?.contains(selection.anchorNode);
}

/** Whether an update must leave an element alone for some seconds. @param {Element} element */
const isInUse = (element) =>
  element.hasAttribute("data-hold") || (isUpdate && element.getAttribute("id") === "journal-list" && isHeld());

/** Whether only the script or the user sets an attribute. @param {Element} element @param {string} name */
const isOwn = (element, name) => name === "data-dirty" || (name === "open" && element.nodeName === "DETAILS");

/** What identifies an element. The property of a form would be its field named "id". @param {Node} node */
const keyOf = (node) => node instanceof Element ? node.getAttribute("data-key") || node.getAttribute("id") : null;

/** Updates only what differs between two elements, to keep focus, scroll position and typed text. @param {Element} old @param {Element} fresh */
function patch(old, fresh) {
  if (old.isEqualNode(fresh) || (isUpdate && old.hasAttribute("data-dirty"))) return;
  if (isInUse(old)) {
    isIncomplete = true;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isOwn(old, name)) old.removeAttribute(name);
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value && !isOwn(old, name)) old.setAttribute(name, value);
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
`;
