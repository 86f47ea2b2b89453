import { expect, test } from "bun:test";
import { inspected } from "./inspected.ts";

inspected("the journal", (show) => {
  test("shows new requests in the journal within three seconds, without a reload", async () => {
    const one = await show();
    const { page, mock } = one;
    await page.getByText("No requests yet.").waitFor();
    const start = performance.now();
    await fetch(`${one.server.baseUrl}collections?token=abc&x=1`);
    await page.locator("#journal").getByText("401").waitFor({ timeout: 3000 });
    expect(performance.now() - start).toBeLessThan(3000);
    const row = page.locator("#journal tbody tr").first();
    // Not by color alone: also by a symbol, and by a word for screen readers.
    expect(await row.textContent()).toContain("▲ 401 failed");
    expect(await row.textContent()).toContain("/collections?");

    mock.faults.add({ kind: "status", status: 503 });
    await fetch(`${one.server.baseUrl}collections`);
    await page.locator("#journal tbody tr").first().getByText("✕ 503 failed").waitFor();

    const pause = page.getByRole("button", { name: "Pause" });
    await pause.click();
    expect(await pause.getAttribute("aria-pressed")).toBe("true");
    await fetch(`${one.server.baseUrl}status`);
    await page.waitForTimeout(2500);
    expect(await page.locator("#journal tbody tr").count()).toBe(2);
    await pause.click();
    await page.locator("#journal tbody tr").nth(2).waitFor();
  });

  test("limits the journal's length, shows newest first, and keeps the scroll position", async () => {
    const one = await show();
    const { page } = one;
    for (let i = 1; i <= 120; i++) await fetch(`${one.server.baseUrl}n${i}`);
    await page.getByText("120 requests; showing the newest 100").waitFor();
    expect(await page.locator("#journal tbody tr").count()).toBe(100);
    expect(await page.locator("#journal tbody tr").first().textContent()).toContain("/n120");
    const topmost = String.raw`(() => {
      const box = document.getElementById("journal-scroll").getBoundingClientRect();
      const rows = [...document.querySelectorAll("#journal-scroll tbody tr")];
      return rows.find((row) => row.getBoundingClientRect().top > box.top + 40).textContent.match(/n\d+/)[0];
    })()`;
    await page.evaluate("document.getElementById('journal-scroll').scrollTop = 36 * 30");
    const before = await page.evaluate(topmost);
    for (let i = 121; i <= 125; i++) await fetch(`${one.server.baseUrl}n${i}`);
    await page.getByText("125 requests; showing the newest 100").waitFor();
    expect(await page.evaluate(topmost)).toBe(before);
  });
});
