// npm run screenshot [-- FOLDER]
// Takes docs/inspector.png: the inspector page of a mock with something in it. With a folder it takes all
// views into that: light, dark, and a phone.
import path from "node:path";
import process from "node:process";
import type { BrowserContextOptions, Page } from "playwright-core";
import { createManualClock, createMockServer } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { tokenResponse } from "../../src/wire/zod-schemas.ts";
import { startBrowser } from "./browser.ts";

const NAMES = ["Ada Byron", "Grace Hopper", "Alan Kay", "Edsger Dijkstra", "Barbara Liskov"];
const TITLES = ["Engineer", "Designer", "Architect"];

const mock = createMockServer({
  control: true,
  clock: createManualClock({ start: "2026-03-02T09:14:07Z" }),
  seed: {
    apps: [
      { name: "Nightly import", description: "Brings people over from the payroll system" },
      { name: "Orders worker", description: "Cloudflare Worker behind the shop" },
      { name: "Old reports", description: "Replaced in spring", state: "revoked" },
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
    ],
  },
});

/** Some traffic, good and bad. */
async function fill(baseUrl: string): Promise<string> {
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
  const get = async (below: string) => {
    await clock.advance("9s");
    const headers = { authorization: `Bearer ${token}` };
    await fetch(`${baseUrl}${below}`, { headers }).catch(() => {});
  };
  await get("collections");
  await get("collections/people?pageSize=100");
  await get("collections/peple");
  faults.add({ kind: "status", status: 503 });
  await get("collections/people/all");
  await get("collections/people/all");
  faults.add({ kind: "delay", duration: "2s" });
  await get("collections/people?pageIndex=1&pageSize=10");
  faults.add({ kind: "status", status: 503, times: 2, match: { method: "POST", path: "/token" } });
  faults.add({ kind: "rateLimit", retryAfter: 5, match: { path: "/collections/*" } });
  await clock.advance("8m");
  return token;
}

const [folder] = process.argv.slice(2);
const server = await serve(mock, { port: 0 });
const browser = await startBrowser();

async function take(
  to: string,
  token: string,
  { fullPage, ...context }: BrowserContextOptions & { fullPage: boolean },
): Promise<void> {
  // A font that every machine has in some shape, so that the picture does not depend on what is installed.
  const own = await browser.newContext({ ...context, bypassCSP: true });
  const page: Page = await own.newPage();
  await page.goto(server.url);
  await page.addStyleTag({
    content: `:root { --sans: Inter, "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }`,
  });
  await page.getByLabel("Paste a token").fill(token);
  await page.getByRole("button", { name: "Decode" }).click();
  await page.locator("#token-result dl").first().waitFor();
  await page.evaluate(
    "document.activeElement.blur(); document.getElementById('token-token').scrollTop = 0; scrollTo(0, 0)",
  );
  await page.mouse.move(0, 0);
  await page.waitForTimeout(300);
  await page.screenshot({ path: to, fullPage });
  await own.close();
  console.log(to);
}

try {
  const token = await fill(server.baseUrl);
  const viewport = { width: 1280, height: 1000 };
  if (folder === undefined) {
    await take("docs/inspector.png", token, { viewport, fullPage: false });
  } else {
    const phone = { width: 360, height: 740 };
    const views: Record<string, BrowserContextOptions> = {
      light: { viewport },
      dark: { viewport, colorScheme: "dark" },
      phone: { viewport: phone, deviceScaleFactor: 2 },
    };
    for (const [name, view] of Object.entries(views)) {
      await take(path.join(folder, `${name}.png`), token, { ...view, fullPage: true });
    }
  }
} finally {
  await browser.close();
  await server.close();
}
