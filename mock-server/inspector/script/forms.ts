/** Submits forms without a reload, checks them while they are corrected, and applies filters while they are typed. */
export const FORMS: string = String.raw`
const TYPING = 250;
let typingTimer = 0;
/** Actions run one after another, because each response shows the state after its own. @type {Promise<unknown>} */
let queue = Promise.resolve();

/** Runs a user's action. @param {string} path @param {URLSearchParams} params @param {boolean} [isQuiet] @returns {Promise<boolean | undefined | void>} */
function act(path, params, isQuiet = false) {
  const run = queue.then(() => perform(path, params, isQuiet));
  queue = run;
  return run;
}

/** @param {string} path @param {URLSearchParams} params @param {boolean} isQuiet */
async function perform(path, params, isQuiet) {
  stopPolling();
  if (!isQuiet) clearNotice();
  try {
    const isGood = await send(path, params);
    setLink(true);
    return isGood;
  } catch (error) {
    setLink(false);
    say(problemOf(error), "failed");
    return undefined;
  } finally {
    pollLater();
  }
}

/** The parameters of a form. Those of the view are the current ones, since the form's may be outdated. @param {HTMLFormElement} form @param {HTMLElement | null} [submitter] */
function paramsOf(form, submitter = null) {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) params.append(name, String(value));
  for (const field of form.querySelectorAll("input[data-state]")) {
    if (field instanceof HTMLInputElement) params.delete(field.name);
  }
  for (const [name, value] of state()) {
    if (!params.has(name)) params.set(name, value);
  }
  return params;
}

/** The path of a form's action. @param {HTMLFormElement} form @param {HTMLElement | null} [submitter] */
function pathOf(form, submitter = null) {
  // Attributes, not properties: a field may be named "method".
  if (form.getAttribute("method") !== "post") return "view";
  const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  return new URL(action, location.href).pathname.slice(BASE.length);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const submitter = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
  if (!(form instanceof HTMLFormElement) || "native" in form.dataset) return;
  if (form.id === "key-form") {
    event.preventDefault();
    const field = byId("key-key");
    if (field instanceof HTMLInputElement) keepKey(field.value.trim());
    return void unlock();
  }
  if (submitter?.formMethod === "dialog") return;
  event.preventDefault();
  if (submitter && "close" in submitter.dataset) return void form.closest("dialog")?.close();
  if (form.hasAttribute("aria-busy")) return;
  clearTimeout(typingTimer);
  const params = paramsOf(form, submitter);
  const path = pathOf(form, submitter);
  if ("download" in form.dataset) return download(path, params);
  if (params.has("dialog")) rememberOpener(submitter);
  const heading = headingOf(form);
  form.setAttribute("aria-busy", "true");
  const isGood = await act(path, params);
  form.removeAttribute("aria-busy");
  if (path === "token") token = isGood ? params.get("token") ?? "" : "";
  if (isGood) {
    form.removeAttribute("data-dirty");
    if ("reset" in form.dataset) form.reset();
    showCurrentValues();
  }
  showAddress(false);
  const wrong = form.querySelector("[aria-invalid=true]");
  if (isGood === false && wrong instanceof HTMLElement) return wrong.focus();
  if (path.startsWith("journal/") && isGood) return byId("entry-title")?.focus();
  // The action may have removed its own button.
  if (document.activeElement === document.body && !document.querySelector("dialog")) heading?.focus();
});

/** Shows the current values in forms that show what is set, unless someone is changing them. */
function showCurrentValues() {
  for (const form of document.querySelectorAll("form[data-synced]:not([data-dirty])")) {
    if (form instanceof HTMLFormElement) form.reset();
  }
}

document.addEventListener("input", (event) => {
  const form = event.target instanceof Element ? event.target.closest("form") : null;
  if (!form || "native" in form.dataset || form.id === "key-form") return;
  if ("live" in form.dataset) return later(() => applyFilter(form));
  if (form.getAttribute("method") !== "post") return;
  form.setAttribute("data-dirty", "");
  // The message about a wrong value goes as soon as the value is right.
  if (form.querySelector("[aria-invalid=true]")) later(() => check(form));
});

/** @param {() => void} run */
function later(run) {
  clearTimeout(typingTimer);
  typingTimer = setTimeout(run, TYPING);
}

/** @param {HTMLFormElement} form */
async function applyFilter(form) {
  await act("view", paramsOf(form), true);
  showAddress(false);
}

/** @param {HTMLFormElement} form */
async function check(form) {
  if (!form.isConnected) return;
  const params = paramsOf(form);
  params.set("check", "1");
  await act(pathOf(form), params, true);
}

document.addEventListener("change", async (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || input.type !== "file") return;
  const area = byId(input.dataset.into ?? "");
  const [file] = input.files ?? [];
  if (!file || !(area instanceof HTMLTextAreaElement)) return;
  area.value = await file.text();
  area.dispatchEvent(new Event("input", { bubbles: true }));
  input.value = "";
  area.focus();
});

/** Saves the answer of a form as a file. A plain form could not send the key. @param {string} path @param {URLSearchParams} params */
async function download(path, params) {
  try {
    const response = await fetch(BASE + path, { method: "POST", headers: ownHeaders(), body: params });
    const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
    if (!response.ok || !name) throw new Error("The file could not be made. Reload the page.");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
    say("Saved as " + name + ".", "done");
  } catch (error) {
    say(problemOf(error), "failed");
  }
}
`;
