/** Links that change the view, the keys in the list of requests, and the browser's back button. */
export const LINKS: string = String.raw`
document.addEventListener("click", async (event) => {
  if (!(event.target instanceof Element)) return;
  const button = event.target.closest("[data-copy]");
  if (button instanceof HTMLElement) return copy(button);
  const link = event.target.closest("a[data-view]");
  if (!(link instanceof HTMLAnchorElement)) return;
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const open = byId("entry")?.dataset.id;
  const { hash, id } = link;
  if (!await act("view", new URL(link.href).searchParams)) return;
  showAddress(true);
  if (id === "close-entry") return (byId("entry-" + open) ?? byId("journal-title"))?.focus();
  if (hash === "#entry" || hash === "#record") return byId(hash.slice(1) + "-title")?.focus();
  if (!link.isConnected) byId(hash.slice(1) + "-title")?.focus();
});

addEventListener("popstate", () => {
  const wanted = new URLSearchParams(location.search);
  if (isLocked() || String(wanted) === String(state())) return;
  void act("view", wanted);
});

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!(target instanceof HTMLElement) || document.querySelector("dialog")) return;
  if (key === "Escape" && target.closest("#journal-view") && !target.closest("input, textarea")) {
    return byId("close-entry")?.click();
  }
  if ((key !== "ArrowDown" && key !== "ArrowUp") || !target.matches("[data-row]")) return;
  const row = target.closest("tr");
  const next = key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
  const link = next?.querySelector("[data-row]");
  if (!(link instanceof HTMLElement)) return;
  event.preventDefault();
  link.focus();
});
`;
