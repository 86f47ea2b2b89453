/** The message about the last action, which goes after some seconds. */
export const NOTICE: string = String.raw`
const NOTICE_STAYS = 8000;
let noticeTimer = 0;

/** @param {string} text @param {string} tone */
function say(text, tone) {
  const inDialog = document.querySelector("dialog [data-say]");
  const place = inDialog ?? byId("notice");
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
  const notice = byId("notice");
  if (notice) notice.textContent = "";
}
`;
