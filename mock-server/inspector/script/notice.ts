/** The message about the last action, which goes after some seconds. */
export const NOTICE: string = String.raw`
const NOTICE_STAYS = 8000;
let noticeTimer = 0;

/** @param {string} text @param {string} tone */
function say(text, tone) {
  const dialog = document.querySelector("dialog");
  const place = dialog ? placeIn(dialog) : byId("notice");
  if (!(place instanceof HTMLElement)) return;
  place.textContent = text;
  place.dataset.tone = tone;
  startNotice();
}

/** Where a dialog shows a message. Nobody can read one behind it. @param {HTMLDialogElement} dialog */
function placeIn(dialog) {
  const own = dialog.querySelector("[data-say]");
  if (own) return own;
  const place = document.createElement("p");
  place.className = "said";
  place.setAttribute("role", "alert");
  place.setAttribute("data-say", "");
  return dialog.appendChild(place);
}

/** What to say about a request that failed. @param {unknown} error */
function problemOf(error) {
  if (error instanceof TypeError) return "The mock does not respond.";
  return error instanceof Error ? error.message : String(error);
}

/** The message of a response that is no page. @param {string} text */
function messageIn(text) {
  try {
    return String(JSON.parse(text).error);
  } catch {
    return text;
  }
}

function startNotice() {
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(clearNotice, NOTICE_STAYS);
}

function clearNotice() {
  for (const place of document.querySelectorAll("#notice, dialog [data-say]")) place.textContent = "";
}
`;
