/** Dialogs, and where the focus goes when they close. */
export const DIALOG: string = String.raw`
/** @type {Element | null} */
let openedBy = null;
/** @type {HTMLElement | null} */
let openedIn = null;

/** Remembers what opens a dialog. @param {Element | null} opener */
function rememberOpener(opener) {
  openedBy = opener;
  openedIn = headingOf(opener);
}

/** The heading of the panel that an element is in. @param {Element | null} element @returns {HTMLElement | null} */
const headingOf = (element) => element?.closest("section")?.querySelector("h2") ?? null;

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
  const target = openedBy.isConnected ? openedBy : openedIn;
  openedBy = null;
  if (target instanceof HTMLElement) target.focus();
}
`;
