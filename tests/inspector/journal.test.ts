import { expect, test } from "bun:test";
import { inspected } from "./inspected.ts";
import { eventually, type Opened, tokenOf, updated } from "./page.ts";

const rows = ({ page }: Opened) => page.locator("#journal tbody tr");

async function send({ server }: Opened, path: string, init?: RequestInit): Promise<void> {
  await (await fetch(`${server.baseUrl}${path}`, init)).arrayBuffer();
}

inspected("the journal", (show) => {
  test("shows new requests without a reload, and pauses", async () => {
    const one = await show();
    const { page, mock } = one;
    await page.getByText("No requests yet.").waitFor();
    expect(await page.getByRole("button", { name: "Pause" }).count()).toBe(0);
    await send(one, "collections?token=abc&x=1");
    await page.locator("#journal .status").getByText("401").waitFor();
    const row = rows(one).first();
    // Not by color alone: also by a symbol, and by a word for screen readers.
    await row.getByText("▲ 401 failed").waitFor();
    await row.getByText("/collections?").waitFor();
    await row.getByText("The request has no bearer token.").waitFor();

    mock.faults.add({ kind: "status", status: 503 });
    await send(one, "collections");
    await row.getByText("✕ 503 failed").waitFor();
    await row.getByText("Fault: Status").waitFor();

    const pause = page.getByRole("button", { name: "Pause" });
    await pause.click();
    await page.locator("#pause[aria-pressed=true]").waitFor();
    await send(one, "status");
    await updated(page);
    expect(await rows(one).count()).toBe(2);
    await pause.click();
    await rows(one).nth(2).waitFor();
  });

  test("sends a first request for someone who has no program yet", async () => {
    const { page, mock } = await show();
    await page.getByRole("button", { name: "Send a test request" }).click();
    await page.getByRole("heading", { name: "GET /version" }).waitFor();
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.getByText("The journal is empty.").waitFor();
    expect(mock.journal.entries()).toEqual([]);

    await mock.tenant.apps.create({ name: "Import", description: "Nightly" });
    await page.getByRole("button", { name: "Send a test request" }).click();
    await page.getByRole("heading", { name: "GET /status" }).waitFor();
    expect(mock.journal.entries()).toMatchObject([{ path: "/status", status: 200 }]);
  });

  test("shows the newest requests first, and older ones on demand", async () => {
    const one = await show();
    const { page } = one;
    for (let i = 1; i <= 120; i++) await send(one, `n${i}`);
    await page.getByText("120 requests; showing the newest 100").waitFor();
    expect(await rows(one).count()).toBe(100);
    expect(await rows(one).first().textContent()).toContain("/n120");

    // A reader who has scrolled down still sees the same rows.
    const topmost = String.raw`(() => {
      const box = document.getElementById("journal-scroll").getBoundingClientRect();
      const rows = [...document.querySelectorAll("#journal-scroll tbody tr")];
      return rows.find((row) => row.getBoundingClientRect().top > box.top + 40).textContent.match(/n\d+/)[0];
    })()`;
    await page.evaluate("document.getElementById('journal-scroll').scrollTop = 36 * 30");
    const before = await page.evaluate(topmost);
    for (let i = 121; i <= 125; i++) await send(one, `n${i}`);
    await page.getByText("125 requests; showing the newest 100").waitFor();
    expect(await page.evaluate(topmost)).toBe(before);

    await page.getByRole("link", { name: "Show older requests" }).click();
    await rows(one).nth(124).waitFor();
    expect(await rows(one).last().textContent()).toContain("/n1");
    expect(await page.getByRole("link", { name: "Show older requests" }).count()).toBe(0);
  });

  test("filters by path, status and app, and searches everything", async () => {
    const one = await show();
    const { page, mock } = one;
    const authorization = `Bearer ${await tokenOf(one)}`;
    await tokenOf(one, "Other");
    await send(one, "status", { headers: { authorization } });
    await send(one, "collections/peple", { headers: { authorization } });
    await send(one, "collections", { method: "POST", body: "a needle in a body" });
    await rows(one).nth(4).waitFor();
    /** Waits until the list has these paths, and this caption. */
    const shown = async (caption: string, ...paths: string[]) => {
      await eventually(() => page.locator("#journal tbody .row-link").allTextContents(), paths);
      const start = async () =>
        (await page.locator("#journal-list > p").textContent())?.slice(0, caption.length);
      await eventually(start, caption);
    };
    const filter = page.getByRole("search", { name: "Requests" });

    await filter.getByLabel("Path").fill("coll");
    await shown("2 of 5 requests match", "/collections", "/collections/peple");
    await filter.getByLabel("Path").fill("/collections/*");
    await shown("1 of 5 requests match", "/collections/peple");
    await page.reload();
    expect(await filter.getByLabel("Path").inputValue()).toBe("/collections/*");
    await page.getByRole("link", { name: "Show all" }).click();
    await shown("5 requests", "/collections", "/collections/peple", "/status", "/token", "/token");
    await eventually(() => filter.getByLabel("Path").inputValue(), "");

    await filter.getByLabel("Status").selectOption("failed");
    await shown("2 of 5 requests match", "/collections", "/collections/peple");
    await filter.getByLabel("Status").selectOption("404");
    await shown("1 of 5 requests match", "/collections/peple");
    await filter.getByLabel("Status").selectOption("");
    await filter.getByLabel("App").selectOption({ label: "Other" });
    await shown("1 of 5 requests match", "/token");
    await filter.getByLabel("App").selectOption("");

    await filter.getByLabel("Search").fill("NEEDLE");
    await shown("1 of 5 requests match", "/collections");
    await filter.getByLabel("Search").fill("does not exist");
    await shown("1 of 5 requests match", "/collections/peple");
    await filter.getByLabel("Search").fill("nothing has this");
    await page.getByText("No request matches the filter.").waitFor();
    // A new request that matches appears at once.
    await send(one, "status", { method: "POST", body: "nothing has this" });
    await shown("1 of 6 requests match", "/status");

    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.getByText("The journal is empty.").waitFor();
    expect(mock.journal.entries()).toEqual([]);
  });
});
