/** Keeps the page up to date, and says when the mock does not respond. */
export const LIVE: string = String.raw`
const EVERY = 1000;
/** @type {AbortController | undefined} */
let polling;
let pollTimer = 0;

/** @param {boolean} isOn */
function setLink(isOn) {
  const link = byId("link");
  const word = byId("link-word");
  if (!link || !word || link.dataset.state === (isOn ? "on" : "off")) return;
  link.dataset.state = isOn ? "on" : "off";
  word.textContent = isOn ? "Live" : "Disconnected";
}

function stopPolling() {
  polling?.abort();
  clearTimeout(pollTimer);
}

function pollLater() {
  clearTimeout(pollTimer);
  pollTimer = setTimeout(poll, EVERY);
}

async function poll() {
  stopPolling();
  if (document.hidden) return;
  const own = polling = new AbortController();
  try {
    await send("view", updateParams(), own.signal);
    setLink(true);
  } catch {
    if (!own.signal.aborted) setLink(false);
  }
  if (!own.signal.aborted) pollLater();
}
`;
