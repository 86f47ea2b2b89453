/** The buttons that copy a text. */
export const COPY: string = String.raw`
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
`;
