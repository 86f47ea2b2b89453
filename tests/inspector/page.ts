// A mock on a port, and its inspector page in a browser.
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import {
  createManualClock,
  createMockServer,
  type MockServer,
  type MockServerOptions,
} from "../../mock-server/mod.ts";
import { type RunningServer, serve } from "../../mock-server/serve.ts";

/** A served mock with its open page. */
export interface Opened {
  mock: MockServer;
  server: RunningServer;
  page: Page;
  /** All requests of the page. */
  addresses: string[];
  /** Errors of the page that are not visible. */
  complaints: string[];
  close(): Promise<void>;
}

/** How long a test waits for something before it fails, in milliseconds. Long, for a machine with other work. */
const PATIENCE = 45_000;

const START = "2026-03-02T09:14:07Z";

/** Serves a mock and opens its page. */
export async function open(
  browser: Browser,
  { mock: options, path = "/", causes, ...context }: BrowserContextOptions & {
    mock?: MockServerOptions;
    path?: string;
    /** Errors in the console that the test causes on purpose. They can arrive after the test's last step. */
    causes?: RegExp;
  } = {},
): Promise<Opened> {
  const clock = createManualClock({ start: START });
  const mock = createMockServer({ control: true, clock, ...options });
  const server = await serve(mock, { port: 0 });
  const own = await browser.newContext({ viewport: { width: 1360, height: 900 }, ...context });
  own.setDefaultTimeout(PATIENCE);
  const page = await own.newPage();
  const addresses: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const text = message.text();
    // Chromium logs this for every refused form.
    const isRefusal = text.includes("status of 422");
    if (!isRefusal && causes?.test(text) !== true) complaints.push(text);
  });
  await page.goto(new URL(path, server.url).href);
  return {
    mock,
    server,
    page,
    addresses,
    complaints,
    async close() {
      await own.close();
      await server.close();
    },
  };
}

/** Lets the page update itself, and waits until it shows the state before this call, or a later one. */
export async function updated(page: Page): Promise<void> {
  // What a browser reports when someone returns to the tab. The page requests its view at once.
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  // The page sends a request only when the response before it is in place. The first one that is seen here
  // can be the one that the event caused.
  for (let i = 0; i < 2; i++) {
    await page.waitForRequest((one) => one.url().endsWith("/__mock/inspector/view"));
  }
}

/** Waits until a value is as expected. The page forbids the scripts that the browser would wait with. */
export async function eventually(read: () => Promise<unknown>, expected: unknown): Promise<void> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const found = await read();
    if (Bun.deepEquals(found, expected)) return;
    if (performance.now() > end) {
      throw new Error(`expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
    }
    await Bun.sleep(50);
  }
}

/** Chooses a button that copies, and returns what it copied. Its message may be there from before. */
export async function copiedBy(page: Page, button: Locator): Promise<string> {
  await page.evaluate("navigator.clipboard.writeText('')");
  await button.click();
  let text = "";
  await eventually(async () => {
    text = String(await page.evaluate("navigator.clipboard.readText()"));
    return text !== "";
  }, true);
  return text;
}

/** Requests a token as a program does. */
export async function requestToken(
  { server }: Pick<Opened, "server">,
  { appId, appSecret }: { appId: string; appSecret: string },
): Promise<Response> {
  return await fetch(`${server.baseUrl}token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ appId, appSecret }),
  });
}

/** Registers an app, and returns a token of it. */
export async function tokenOf(opened: Opened, name = "Import"): Promise<string> {
  const app = await opened.mock.tenant.apps.create({ name, description: "Made by a test" });
  const { token } = await (await requestToken(opened, app)).json() as { token: string };
  return token;
}
