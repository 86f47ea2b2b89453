/** What runs when the document has loaded. It is the last part, because it uses the others. */
export const START: string = String.raw`
/** Starts what needs the real page. */
function start() {
  // After a form submission without the script, the page already shows a result.
  const pasted = byId("token-token");
  if (pasted instanceof HTMLTextAreaElement && document.querySelector("#token-result dl")) token = pasted.value;
  settleDialog();
  if (byId("notice")?.textContent) startNotice();
  document.addEventListener("visibilitychange", () => void poll());
  void poll();
}

addEventListener("hashchange", () => {
  findKey();
  if (isLocked()) void unlock();
});

findKey();
if (isLocked()) void unlock();
else start();
`;
