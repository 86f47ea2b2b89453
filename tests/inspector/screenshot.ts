// npm run screenshot [-- FOLDER]
// Takes docs/inspector.png, the page of a mock with something in it, and docs/inspector-request.png, an open
// request that failed. With a folder it takes all views into that: light, dark, a phone, an empty mock, and one
// with many apps and collections.
import path from "node:path";
import process from "node:process";
import type { BrowserContextOptions, Page } from "playwright-core";
import { createManualClock, createMockServer, type MockServer } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { tokenResponse } from "../../src/wire/response-schemas.ts";
import { startBrowser } from "./browser.ts";

const NAMES = ["Ada Byron", "Grace Hopper", "Alan Kay", "Edsger Dijkstra", "Barbara Liskov"];
const TITLES = ["Engineer", "Designer", "Architect"];

/** A mock with nothing in it. */
function emptyMock(seed: object = {}): MockServer {
  const clock = createManualClock({ start: "2026-03-02T09:14:07Z" });
  return createMockServer({ control: true, clock, seed });
}

/** A mock with apps and collections; `more` adds that many of both. */
function filledMock(more = 0): MockServer {
  const many = Array.from({ length: more }, (_, i) => i + 1);
  return emptyMock({
    apps: [
      { name: "Nightly import", description: "Brings people over from the payroll system" },
      { name: "Orders worker", description: "Cloudflare Worker behind the shop" },
      { name: "Old reports", description: "Replaced in spring", state: "revoked" },
      ...many.slice(0, 8).map((i) => ({ name: `App ${i}`, description: "One of many" })),
    ],
    collections: [
      {
        slug: "people",
        name: "People",
        fields: { fullName: "text", jobTitle: "text", salary: "number", active: "boolean" },
        records: Array.from({ length: 23 }, (_, i) => ({
          data: {
            fullName: NAMES[i % NAMES.length] ?? "",
            jobTitle: TITLES[i % TITLES.length] ?? "",
            salary: 52_000 + i * 310,
            active: i % 4 !== 0,
          },
        })),
      },
      { slug: "purchase-orders", name: "Purchase orders" },
      ...many.map((i) => ({ slug: `collection-${i}`, name: `Collection ${i}` })),
    ],
  });
}

/** Some traffic, good and bad. */
async function fill(mock: MockServer, baseUrl: string): Promise<void> {
  const { clock, faults, tenant } = mock;
  const app = await tenant.apps.create({
    name: "Sync",
    description: "Keeps the website up to date",
  });
  const answer = await fetch(`${baseUrl}token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ appId: app.appId, appSecret: app.appSecret }),
  });
  const { token } = tokenResponse.parse(await answer.json());
  const send = async (below: string, body?: unknown) => {
    await clock.advance("9s");
    const headers = { authorization: `Bearer ${token}`, "user-agent": "sync/2.1" };
    const init = body === undefined ? { headers } : {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(body),
    };
    await (await fetch(`${baseUrl}${below}`, init)).arrayBuffer();
  };
  await send("collections");
  await send("collections/people?pageSize=100");
  await send("collections/peple");
  await send("collections/people", { data: { fullName: "Ada Byron", jobTitle: "Engineer" } });
  faults.add({ kind: "status", status: 503 });
  await send("collections/people/all");
  await send("collections/people/all");
  faults.add({ kind: "delay", duration: "2s" });
  await send("collections/people?pageIndex=1&pageSize=10");
  faults.add({ kind: "drop" });
  await send("status").catch(() => {});
  await send("status");
  await send("collections/people", {
    data: { fullName: "Grace Hopper", jobTitel: "Engineer", salary: 61_000 },
  });
  await send("collections/people?pageIndex=2&pageSize=10");
  faults.add({ kind: "status", status: 503, times: 2, match: { method: "POST", path: "/token" } });
  faults.add({ kind: "rateLimit", retryAfter: 5, match: { path: "/collections/*" } });
}

/** What a picture shows. */
interface View extends BrowserContextOptions {
  fullPage?: boolean;
  /** What is open: the request that failed last, or a record with the question whether to delete it. */
  opened?: "request" | "record";
}

const [folder] = process.argv.slice(2);
const browser = await startBrowser();

async function take(url: string, to: string, { fullPage, opened, ...context }: View) {
  // A font that every machine has in some shape, so that the picture does not depend on what is installed.
  const own = await browser.newContext({ ...context, bypassCSP: true });
  const page: Page = await own.newPage();
  await page.goto(url);
  await page.addStyleTag({
    content: `:root { --sans: Inter, "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }`,
  });
  if (opened === "record") {
    await page.locator(".record-link").first().click();
    await page.getByText("Edit", { exact: true }).click();
    await page.evaluate("scrollTo({ top: 0, behavior: 'instant' })");
    await page.screenshot({ path: to.replace(".png", "-form.png"), fullPage: fullPage ?? false });
    await page.getByRole("button", { name: "Delete record" }).click();
    await page.locator("dialog:modal").waitFor();
  }
  if (opened === "request") {
    await page.locator("#journal tbody tr", { hasText: "jobTitel" }).click();
    await page.locator("#entry-title").waitFor();
  }
  await page.evaluate("document.activeElement.blur(); scrollTo(0, 0)");
  await page.mouse.move(0, 0);
  await page.screenshot({ path: to, fullPage: fullPage ?? false, animations: "disabled" });
  await own.close();
  console.log(to);
}

/** Serves a mock while its pictures are taken. */
async function taking(mock: MockServer, isFilled: boolean, views: Record<string, View>) {
  const server = await serve(mock, { port: 0 });
  try {
    if (isFilled) await fill(mock, server.baseUrl);
    for (const [to, view] of Object.entries(views)) await take(server.url, to, view);
  } finally {
    await server.close();
  }
}

const viewport = { width: 1280, height: 1000 };
const desktop = { viewport, fullPage: true };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, fullPage: true };
const dark = { colorScheme: "dark" } as const;

try {
  if (folder === undefined) {
    await taking(filledMock(), true, {
      "docs/inspector.png": { viewport },
      "docs/inspector-request.png": { viewport, opened: "request" },
    });
  } else {
    const named = (views: Record<string, View>) =>
      Object.fromEntries(
        Object.entries(views).map(([name, view]) => [path.join(folder, `${name}.png`), view]),
      );
    await taking(
      filledMock(),
      true,
      named({
        light: desktop,
        dark: { ...desktop, ...dark },
        phone,
        "request-light": { ...desktop, opened: "request" },
        "request-dark": { ...desktop, ...dark, opened: "request" },
        "record-light": { ...desktop, opened: "record" },
        "record-dark": { ...desktop, ...dark, opened: "record" },
        "record-phone": { ...phone, opened: "record" },
        "request-phone": { ...phone, opened: "request" },
      }),
    );
    await taking(emptyMock(), false, named({ empty: desktop, "empty-phone": phone }));
    await taking(filledMock(18), true, named({ many: desktop }));
  }
} finally {
  await browser.close();
}
