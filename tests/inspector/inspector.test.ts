// The inspector page in a real browser, against a mock on a port.
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from "bun:test";
import type { Browser, Page } from "playwright-core";
import { chromiumPath, NO_CHROMIUM, startBrowser } from "./browser.ts";
import { LOW_CONTRASTS } from "./contrast.ts";
import { open, type Opened, requestToken, tokenOf } from "./page.ts";

setDefaultTimeout(60_000);

const HTML = `<img src=x onerror="window.broken=1"><b>bold</b>"'&`;
const PEOPLE = {
  slug: "people",
  name: "People",
  fields: { fullName: "text", age: "number" },
  records: Array.from(
    { length: 23 },
    (_, i) => ({ data: { fullName: `Person ${i + 1}`, age: i } }),
  ),
} as const;

if (chromiumPath === undefined) test.skip(`the inspector page: ${NO_CHROMIUM}`, () => {});

describe.skipIf(chromiumPath === undefined)("the inspector page", () => {
  let browser: Browser;
  const opened: Opened[] = [];

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const one of opened.splice(0)) {
      const { addresses, complaints, server } = one;
      await one.close();
      const foreign = addresses.filter((address) =>
        !address.startsWith(`${server.url}/`) && !address.startsWith("data:")
      );
      expect(foreign).toEqual([]);
      expect(addresses.filter((address) => /secret|eyJ|==/i.test(address))).toEqual([]);
      expect(complaints).toEqual([]);
    }
  });

  async function show(options: Parameters<typeof open>[1] = {}): Promise<Opened> {
    const one = await open(browser, options);
    opened.push(one);
    return one;
  }

  /** Registers an app through the page, and gives what it shows once. */
  async function addApp(page: Page, name: string): Promise<{ appId: string; appSecret: string }> {
    await page.getByRole("button", { name: "+ Add" }).click();
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Description").fill("Made in the page");
    await page.getByRole("button", { name: "Create app" }).click();
    const appSecret = await page.getByLabel("App Secret", { exact: true }).inputValue();
    return { appId: await page.getByLabel("App ID", { exact: true }).inputValue(), appSecret };
  }

  test("registers an app whose secret is shown once and works", async () => {
    const one = await show({ permissions: ["clipboard-read", "clipboard-write"] });
    const { page, mock } = one;
    const shown = await addApp(page, "Import");
    expect(shown.appSecret).toMatch(/^[A-Za-z0-9+/]{86}==$/);
    expect((await requestToken(one, shown)).status).toBe(200);

    await page.keyboard.press("Escape");
    expect(await page.locator("dialog").isVisible()).toBe(true);
    await page.getByRole("button", { name: "Copy App Secret" }).click();
    await page.locator("dialog [data-say]", { hasText: "Copied." }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(shown.appSecret);

    await page.getByRole("button", { name: "Done" }).click();
    await page.locator("dialog").waitFor({ state: "detached" });
    expect(await page.content()).not.toContain(shown.appSecret);
    await page.reload();
    expect(await page.content()).not.toContain(shown.appSecret);
    expect(mock.tenant.apps.list()).toHaveLength(1);
    expect(await page.locator(".apps").textContent()).toContain(shown.appId);
  });

  test("refuses blank fields, in words at the fields", async () => {
    const { page, mock } = await show();
    await page.getByRole("button", { name: "+ Add" }).click();
    await page.getByLabel("Name").fill("   ");
    await page.getByRole("button", { name: "Create app" }).click();
    const name = page.getByLabel("Name");
    await page.getByText("Enter a name: it must not be blank.").waitFor();
    expect(await name.getAttribute("aria-describedby")).toBe("app-name-problem");
    expect(await page.evaluate("document.activeElement.id")).toBe("app-name");
    await name.fill("Import");
    await page.getByRole("button", { name: "Create app" }).click();
    await page.getByText("Enter a name").waitFor({ state: "detached" });
    await page.getByText("Enter a description: it must not be blank.").waitFor();
    expect(await name.inputValue()).toBe("Import");
    expect(mock.tenant.apps.list()).toHaveLength(0);

    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "+ Add" }).click();
    expect(await name.inputValue()).toBe("");
    expect(await page.locator(".problem").count()).toBe(0);
  });

  test("revokes and expires an app, after a second click", async () => {
    const one = await show();
    const { page, mock } = one;
    const first = await addApp(page, "First");
    await page.getByRole("button", { name: "Done" }).click();
    const second = await addApp(page, "Second");
    await page.getByRole("button", { name: "Done" }).click();

    await page.getByRole("button", { name: "Revoke First" }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.locator("dialog").waitFor({ state: "detached" });
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe(
      "Revoke First",
    );
    expect((await requestToken(one, first)).status).toBe(200);

    await page.getByRole("button", { name: "Revoke First" }).click();
    await page.getByRole("button", { name: "Revoke app" }).click();
    await page.getByRole("status").getByText("The app was revoked.").waitFor();
    expect((await requestToken(one, first)).status).toBe(401);
    expect(await page.evaluate("document.activeElement.id")).toBe("apps-title");

    await page.getByRole("button", { name: "Expire Second" }).click();
    await page.getByRole("button", { name: "Let it expire" }).click();
    await page.getByRole("row", { name: /Second/ }).getByText("Expired").waitFor();
    expect((await requestToken(one, second)).status).toBe(401);
    expect(mock.tenant.apps.list().map(({ state }) => state)).toEqual(["revoked", "expired"]);
  });

  test("switches the tenant's API off and on", async () => {
    const one = await show();
    const app = await one.mock.tenant.apps.create({ name: "Import", description: "Nightly" });
    const toggle = one.page.getByRole("switch", { name: "API enabled for this tenant" });
    expect(await toggle.getAttribute("aria-checked")).toBe("true");
    await toggle.focus();
    await one.page.keyboard.press("Space");
    await one.page.getByText("The API is off for this tenant").waitFor();
    expect(await toggle.getAttribute("aria-checked")).toBe("false");
    expect((await requestToken(one, app)).status).toBe(401);
    await one.page.keyboard.press("Space");
    await one.page.getByText("The API is on for this tenant.").waitFor();
    expect((await requestToken(one, app)).status).toBe(200);
  });

  test("takes a token apart, and its time runs out on the tenant's clock", async () => {
    const one = await show();
    const { page, mock } = one;
    const token = await tokenOf(one);
    await page.getByLabel("Paste a token").fill(`Bearer ${token}`);
    await page.getByRole("button", { name: "Decode" }).click();
    const result = page.locator("#token-result");
    await result.getByText("Good").waitFor();
    expect(await result.textContent()).toContain("HS256");
    expect(await result.textContent()).toContain(mock.tenant.id);
    expect(await page.locator("#time-left").textContent()).toBe("1 h 0 min left");

    await page.getByRole("button", { name: "+5 min" }).click();
    await page.getByText("55 min 0 s left").waitFor();
    await page.getByRole("button", { name: "+1 h" }).click();
    await page.getByText("ended 5 min 0 s ago").waitFor();
    await result.locator(".badge", { hasText: "Expired" }).waitFor();

    await page.getByLabel("Paste a token").fill(`${token.slice(0, -6)}AAAAAA`);
    await page.getByRole("button", { name: "Decode" }).click();
    await result.locator(".badge", { hasText: "Invalid" }).waitFor();
    await page.getByLabel("Paste a token").fill(HTML);
    await page.getByRole("button", { name: "Decode" }).click();
    await result.getByText("It cannot be read.").first().waitFor();
    await page.getByLabel("Paste a token").fill(" ");
    await page.getByRole("button", { name: "Decode" }).click();
    await result.getByText("Paste a token first").waitFor();
  });

  test("sees by itself what others do to a token's app", async () => {
    const one = await show();
    const { page, mock } = one;
    await page.getByLabel("Paste a token").fill(await tokenOf(one));
    await page.getByRole("button", { name: "Decode" }).click();
    await page.locator("#token-result").getByText("Good").waitFor();
    for (const { appId } of mock.tenant.apps.list()) mock.tenant.apps.revoke(appId);
    await page.locator("#token-result").getByText("App revoked").waitFor();
  });

  test("adds a fault that hits, and shows what is left", async () => {
    const one = await show();
    const { page } = one;
    const app = await one.mock.tenant.apps.create({ name: "Import", description: "Nightly" });
    const form = page.locator("#fault-form");
    await form.getByLabel("Status").fill("503");
    await form.getByLabel("Path").fill("/token");
    await form.getByLabel("Method").selectOption("POST");
    await form.getByLabel("Times").fill("2");
    await form.getByRole("button", { name: "Add fault" }).click();
    const queue = page.getByRole("region", { name: "Waiting faults" });
    await queue.getByText("2 left").waitFor();
    expect(await form.getByLabel("Path").inputValue()).toBe("");
    expect((await requestToken(one, app)).status).toBe(503);
    await queue.getByText("1 left").waitFor();
    expect((await requestToken(one, app)).status).toBe(503);
    expect((await requestToken(one, app)).status).toBe(200);
    await queue.getByText("No fault is waiting.").waitFor();
  });

  test("shows each kind of fault its own field, and says what is wrong with it", async () => {
    const { page, mock } = await show();
    const form = page.locator("#fault-form");
    const own = async () => (await form.locator(".own label:visible").allTextContents()).join();
    const fields: string[] = [];
    for (const kind of ["status", "delay", "cutBody", "drop", "rateLimit", "appExpired"]) {
      await form.getByLabel("Kind").selectOption(kind);
      fields.push(await own());
    }
    expect(fields).toEqual(["Status", "By", "After bytes", "", "Retry-After, s", "Status"]);
    await form.getByLabel("Status").fill("200");
    await form.getByLabel("Path").fill("token");
    await form.getByRole("button", { name: "Add fault" }).click();
    await form.getByText("Expected 400 to 599, got 200.").waitFor();
    await form.getByText("Expected a path below /api/v1").waitFor();
    expect(await form.getByLabel("Kind").inputValue()).toBe("appExpired");
    expect(mock.faults.list()).toEqual([]);
    await form.getByLabel("Status").fill("403");
    await form.getByLabel("Path").fill("/token");
    await form.getByRole("button", { name: "Add fault" }).click();
    await page.getByRole("button", { name: "Remove App expired, /token" }).waitFor();
    expect(await form.locator(".problem").count()).toBe(0);
    expect(mock.faults.list()).toMatchObject([{ kind: "appExpired", status: 403 }]);

    mock.faults.add({ kind: "drop" });
    await page.getByRole("button", { name: "Remove App expired, /token" }).click();
    await page.getByText("The fault was removed.").waitFor();
    expect(mock.faults.list()).toMatchObject([{ kind: "drop" }]);
    await page.getByRole("button", { name: "Clear all" }).click();
    await page.getByText("No fault is waiting.").waitFor();
    expect(mock.faults.list()).toEqual([]);
  });

  test("turns faults by chance on and off", async () => {
    const { page, mock } = await show();
    await page.getByLabel("Rate, 0 to 1").fill("2");
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByText("Expected 0 to 1").waitFor();
    await page.getByLabel("Rate, 0 to 1").fill("0.25");
    await page.getByLabel("Seed").fill("7");
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByText("25 % of requests, seed 7").waitFor();
    expect(mock.faults.chaos).toEqual({ rate: 0.25, seed: 7 });
    await page.getByRole("button", { name: "Turn off" }).click();
    await page.getByText("Faults no longer happen by chance.").waitFor();
    expect(mock.faults.chaos).toBeUndefined();
  });

  test("moves, freezes and resumes the clock", async () => {
    const { page, mock } = await show();
    const time = page.locator(".time-of-day");
    expect(await time.textContent()).toBe("09:14:07");
    await page.getByRole("button", { name: "+1 h" }).click();
    await page.getByText("10:14:07", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByText("10:14:09", { exact: true }).waitFor();
    expect(mock.clock.running).toBe(true);
    await page.getByRole("button", { name: "Freeze" }).click();
    await page.getByText("Frozen").waitFor();
    expect(mock.clock.running).toBe(false);
  });

  test("shows requests in the journal within three seconds, without a reload", async () => {
    const one = await show();
    const { page, mock } = one;
    await page.getByText("No request has reached this tenant yet.").waitFor();
    const start = performance.now();
    await fetch(`${one.server.baseUrl}collections?token=abc&x=1`);
    await page.locator("#journal").getByText("401").waitFor({ timeout: 3000 });
    expect(performance.now() - start).toBeLessThan(3000);
    const row = page.locator("#journal tbody tr").first();
    // Not by colour alone: a sign to see, and a word to hear.
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

  test("keeps the journal within bounds, newest first, and its place when scrolled", async () => {
    const one = await show();
    const { page } = one;
    for (let i = 1; i <= 120; i++) await fetch(`${one.server.baseUrl}n${i}`);
    await page.getByText("120 requests; the newest 100 are shown").waitFor();
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
    await page.getByText("125 requests; the newest 100 are shown").waitFor();
    expect(await page.evaluate(topmost)).toBe(before);
  });

  test("can be used by the keyboard alone", async () => {
    const one = await show();
    const { page } = one;
    const press = (...keys: string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    const focused = () =>
      page.evaluate(
        "(document.activeElement.getAttribute('aria-label') ?? '') + document.activeElement.innerText",
      ) as Promise<
        string
      >;
    await press("Tab");
    expect(await focused()).toBe("Skip to the content");
    for (let i = 0; i < 30 && await focused() !== "+ Add"; i++) {
      await press("Tab");
      const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
      expect(outline).toBe("solid");
    }
    expect(await focused()).toBe("+ Add");
    await press("Enter");
    await page.locator("dialog:modal").waitFor();
    await page.keyboard.type("By keyboard");
    await press("Tab");
    await page.keyboard.type("No mouse at all");
    await press("Tab", "Enter");
    const secret = await page.getByLabel("App Secret", { exact: true }).inputValue();
    const appId = await page.getByLabel("App ID", { exact: true }).inputValue();
    for (let i = 0; i < 8 && await focused() !== "Done"; i++) await press("Tab");
    await press("Enter");
    await page.locator("dialog").waitFor({ state: "detached" });
    expect(await focused()).toBe("+ Add");
    expect((await requestToken(one, { appId, appSecret: secret })).status).toBe(200);

    await press("Tab");
    for (let i = 0; i < 5 && !(await focused()).startsWith("Revoke"); i++) await press("Tab");
    await press("Enter");
    await page.locator("dialog:modal").waitFor();
    await press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    expect(await focused()).toStartWith("Revoke By keyboard");
  });

  test("keeps focus, typing and scroll while it brings itself up to date", async () => {
    const one = await show({ mock: { seed: { collections: [PEOPLE] } } });
    const { page, mock } = one;
    await mock.tenant.apps.create({ name: "First", description: "There from the start" });
    await page.getByRole("button", { name: "Revoke First" }).waitFor();
    await page.locator("#fault-form").getByLabel("Path").fill("/tok");
    await page.evaluate("scrollTo(0, 400)");
    await page.waitForTimeout(200);
    await page.getByRole("button", { name: "Revoke First" }).focus();
    const y = await page.evaluate("scrollY");
    mock.clock.resume();
    await mock.tenant.apps.create({ name: "Second", description: "From elsewhere" });
    await page.getByRole("button", { name: "Revoke Second" }).waitFor();
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe(
      "Revoke First",
    );
    expect(await page.locator("#fault-form").getByLabel("Path").inputValue()).toBe("/tok");
    expect(Math.abs(Number(await page.evaluate("scrollY")) - Number(y))).toBeLessThan(2);

    // A dialog, and what is typed into it, too.
    await page.getByRole("button", { name: "+ Add" }).click();
    await page.getByLabel("Name").fill("Half typed");
    const time = await page.locator(".time-of-day").textContent();
    await page.locator(`.time-of-day:not(:text-is("${time}"))`).waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("Half typed");
    expect(await page.evaluate("document.activeElement.id")).toBe("app-name");
  });

  test("turns the pages of a collection's records", async () => {
    const one = await show({
      mock: { seed: { collections: [PEOPLE, { slug: "empty", name: "Empty" }] } },
    });
    const { page } = one;
    await page.getByText("1 to 10 of 23 records").waitFor();
    await page.getByText("Person 10", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Next" }).click();
    await page.getByText("11 to 20 of 23 records").waitFor();
    await page.getByRole("link", { name: "Next" }).click();
    await page.getByText("21 to 23 of 23 records").waitFor();
    expect(await page.getByRole("link", { name: "Next" }).getAttribute("aria-disabled")).toBe(
      "true",
    );
    await page.reload();
    await page.getByText("21 to 23 of 23 records").waitFor();
    await page.getByRole("link", { name: "Empty" }).click();
    await page.getByText("No record yet.").waitFor();
  });

  test("chooses among several tenants", async () => {
    const one = await show();
    const other = one.mock.createTenant();
    await other.apps.create({ name: "Other app", description: "Of the other tenant" });
    await one.page.reload();
    await one.page.getByLabel("Tenant", { exact: true }).selectOption(other.id);
    await one.page.getByRole("button", { name: "Show" }).click();
    await one.page.getByText("Other app").waitFor();
    await one.page.getByRole("switch").click();
    await one.page.getByText("The API is off for this tenant").waitFor();
    expect([one.mock.tenant.apiEnabled, other.apiEnabled]).toEqual([true, false]);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`has enough contrast in ${colorScheme}`, async () => {
      const one = await show({ colorScheme, mock: { seed: { collections: [PEOPLE] } } });
      const { page, mock } = one;
      const token = await tokenOf(one);
      const gone = await mock.tenant.apps.create({ name: "Gone", description: "Revoked" });
      const past = await mock.tenant.apps.create({ name: "Past", description: "Expired" });
      mock.tenant.apps.revoke(gone.appId);
      mock.tenant.apps.expire(past.appId);
      await requestToken(one, gone);
      mock.faults.add({ kind: "status", status: 503 });
      await requestToken(one, past);
      mock.faults.add({ kind: "delay", duration: "2s" });
      mock.faults.random({ seed: 1, rate: 0.5 });
      await page.reload();
      await page.getByLabel("Paste a token").fill(token);
      await page.getByRole("button", { name: "Decode" }).click();
      await page.locator("#token-result").getByText("Good").waitFor();
      expect(await page.evaluate(LOW_CONTRASTS)).toEqual([]);
      await page.getByRole("button", { name: "+ Add" }).click();
      await page.getByRole("button", { name: "Create app" }).click();
      await page.locator("dialog .problem").first().waitFor();
      expect(await page.evaluate(LOW_CONTRASTS)).toEqual([]);
      await page.getByLabel("Name").fill("New");
      await page.getByLabel("Description").fill("New");
      await page.getByRole("button", { name: "Create app" }).click();
      await page.locator("dialog .callout").waitFor();
      expect(await page.evaluate(LOW_CONTRASTS)).toEqual([]);
    });
  }

  for (const javaScriptEnabled of [true, false]) {
    test(`fits a phone, ${javaScriptEnabled ? "with" : "without"} a script`, async () => {
      const long = "W".repeat(60);
      const records = [{ data: { fullName: long.repeat(4), notes: "a b ".repeat(80) } }];
      const people = { slug: "people", name: `People ${long}`, records };
      const one = await show({
        javaScriptEnabled,
        viewport: { width: 360, height: 740 },
        isMobile: true,
        hasTouch: true,
        mock: {
          seed: {
            apps: [{ name: long, description: long }],
            collections: [{ ...people, fields: { fullName: "text", notes: "text" } }],
          },
        },
      });
      const { page, mock } = one;
      mock.createTenant();
      await fetch(`${one.server.baseUrl}${long}${long}?${long}`);
      mock.faults.add({ kind: "status", status: 503, match: { path: `/${long}${long}` } });
      mock.faults.random({ seed: long, rate: 0.1 });
      await page.reload();
      await page.locator("#journal").getByText("401").waitFor();
      const fits = async () =>
        expect(await page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")).toEqual([
          360,
          360,
        ]);
      await fits();
      await page.getByRole("button", { name: "+ Add" }).click();
      await page.getByLabel("Name").fill(long);
      await page.getByLabel("Description").fill(long);
      await page.getByRole("button", { name: "Create app" }).click();
      await page.getByLabel("App Secret", { exact: true }).waitFor();
      await fits();
      const { x = -1, width = 0 } = await page.locator("dialog").boundingBox() ?? {};
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(360);
      await page.getByRole("button", { name: "Done" }).click();
      await page.getByLabel("Paste a token").fill(await tokenOf(one, long));
      await page.getByRole("button", { name: "Decode" }).click();
      await page.locator("#token-result").getByText("Good").waitFor();
      await fits();
      const scroller = "document.querySelector('#records .scroll')";
      expect(await page.evaluate(`${scroller}.scrollWidth > ${scroller}.clientWidth`)).toBe(true);
    });
  }

  test("does not jump in ten seconds of a live journal", async () => {
    const one = await show({ mock: { seed: { collections: [PEOPLE] } } });
    const { page, mock } = one;
    const token = await tokenOf(one);
    await page.getByLabel("Paste a token").fill(token);
    await page.getByRole("button", { name: "Decode" }).click();
    await page.locator("#token-result").getByText("Good").waitFor();
    await page.evaluate("document.getElementById('journal').scrollIntoView()");
    mock.faults.add({ kind: "status", status: 503, times: 4 });
    mock.faults.add({ kind: "html", times: 30 });
    mock.clock.resume();
    await page.waitForTimeout(1500);
    await page.evaluate(`
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          for (const { node } of entry.sources) shifts.push([entry.value, node?.outerHTML ?? node?.data]);
        }
      }).observe({ type: "layout-shift" });
    `);
    for (let i = 0; i < 40; i++) {
      const headers = { authorization: `Bearer ${token}` };
      await fetch(`${one.server.baseUrl}collections/people?pageSize=${i}`, { headers });
      await page.waitForTimeout(250);
    }
    // No box moves. A text set to the right does, by as little as it grows: "9 ms", "12 ms".
    const shifts = await page.evaluate("window.shifts") as [number, string | undefined][];
    const moved = shifts.filter(([, what = ""]) => /^<(?!span)/.test(what));
    expect(moved).toEqual([]);
    expect(shifts.reduce((sum, [value]) => sum + value, 0)).toBeLessThan(0.005);
    expect(mock.journal.count()).toBe(41);
  });

  test("does not jump while it loads", async () => {
    const { page } = await show({ mock: { seed: { collections: [PEOPLE] } } });
    const shifts = await page.evaluate(`new Promise((resolve) => {
      let sum = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => resolve(sum), 1500);
    })`);
    expect(shifts).toBe(0);
  });

  test("shows HTML in names, paths and values as text", async () => {
    const one = await show({
      mock: {
        seed: {
          apps: [{ name: HTML, description: HTML }],
          collections: [{
            slug: "people",
            name: HTML,
            fields: { html: "text", more: "link" },
            records: [{
              data: { html: HTML, more: { id: "1", [HTML]: HTML } },
              external: [{ key: HTML, id: HTML }],
            }],
          }],
        },
      },
    });
    const { page, mock } = one;
    await fetch(`${one.server.baseUrl}x?${encodeURIComponent(HTML)}=${HTML.replaceAll("&", "")}`);
    mock.faults.add({ kind: "drop", match: { path: `/${HTML}` } });
    mock.faults.random({ seed: HTML, rate: 0.1 });
    await page.reload();
    await page.waitForTimeout(1500);
    await page.getByRole("button", { name: /^Revoke/ }).click();
    await page.locator("dialog:modal").waitFor();
    expect(await page.locator("dialog strong").textContent()).toBe(HTML);
    expect(await page.locator("img, main b, dialog b").count()).toBe(0);
    expect(await page.evaluate("window.broken")).toBeUndefined();
    expect(await page.locator(".apps .name").textContent()).toBe(HTML);
    expect(await page.locator("#records td").nth(1).textContent()).toBe(HTML);
    const forged = `/?tenant=${encodeURIComponent(HTML)}&done=${encodeURIComponent(HTML)}`;
    await page.goto(one.server.url + forged);
    await page.getByText("There is no such tenant").waitFor();
    expect(await page.locator("img, b").count()).toBe(0);
    one.complaints.splice(0); // the 404 of that address
  });

  test("works without a script", async () => {
    const one = await show({
      javaScriptEnabled: false,
      mock: { seed: { collections: [PEOPLE] } },
    });
    const { page, mock } = one;
    await page.getByRole("button", { name: "+ Add" }).click();
    await page.getByRole("button", { name: "Create app" }).click();
    await page.getByText("Enter a name: it must not be blank.").waitFor();
    await page.getByLabel("Name").fill("Plain");
    await page.getByLabel("Description").fill("By a plain form");
    await page.getByRole("button", { name: "Create app" }).click();
    const appSecret = await page.getByLabel("App Secret", { exact: true }).inputValue();
    const appId = await page.getByLabel("App ID", { exact: true }).inputValue();
    const answer = await requestToken(one, { appId, appSecret });
    const { token } = await answer.json() as { token: string };
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByText("By a plain form").waitFor();
    expect(await page.content()).not.toContain(appSecret);

    await page.getByRole("link", { name: "Next" }).click();
    await page.getByText("11 to 20 of 23 records").waitFor();
    await page.getByLabel("Paste a token").fill(token);
    await page.getByRole("button", { name: "Decode" }).click();
    await page.locator("#token-result").getByText("Good").waitFor();
    await page.getByText("11 to 20 of 23 records").waitFor();
    await page.getByRole("button", { name: "+1 h" }).click();
    await page.getByText("The clock moved on by 1 hour.").waitFor();
    expect(new URL(page.url()).pathname).toBe("/");
    await page.getByRole("switch").click();
    await page.getByText("The API is off for this tenant").waitFor();
    expect(mock.tenant.apiEnabled).toBe(false);

    const form = page.locator("#fault-form");
    await form.getByLabel("Kind").selectOption("delay");
    await form.getByLabel("By", { exact: true }).fill("soon");
    await form.getByRole("button", { name: "Add fault" }).click();
    await form.getByText("Expected milliseconds or a text").waitFor();
    await form.getByLabel("By", { exact: true }).fill("5s");
    await form.getByRole("button", { name: "Add fault" }).click();
    await page.getByText("The fault is waiting for a request.").waitFor();
    expect(mock.faults.list()).toMatchObject([{ kind: "delay", duration: "5s" }]);
    await page.getByRole("button", { name: "Remove Delay" }).click();
    await page.getByText("The fault was removed.").waitFor();
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByText("20 % of requests, seed 42").waitFor();
    await page.getByRole("button", { name: "Turn off" }).click();
    await page.getByText("Faults no longer happen by chance.").waitFor();
    expect(await page.locator(".js-only:visible").count()).toBe(0);

    await page.getByRole("button", { name: "Revoke Plain" }).click();
    await page.getByRole("button", { name: "Revoke app" }).click();
    await page.getByText("The app was revoked.").waitFor();
    expect(mock.tenant.apps.list()).toMatchObject([{ state: "revoked" }]);
    await page.locator("#journal").getByText("/token").waitFor();
  });

  test("moves nothing for those who do not want it", async () => {
    const { page } = await show({ reducedMotion: "reduce" });
    const moving = await page.evaluate(
      String.raw`[...document.querySelectorAll("*")].filter((element) =>
      ["", "::before", "::after"].some((part) => {
        const { transitionDuration, animationName } = getComputedStyle(element, part);
        return transitionDuration !== "0s" || animationName !== "none";
      })).length`,
    );
    expect(moving).toBe(0);
  });

  test("says when the mock has gone, and when it is back", async () => {
    const { page, server, complaints } = await show();
    const address = `${server.url}/__mock/**`;
    await page.route(address, (route) => route.abort());
    await page.getByText("No answer").waitFor();
    await page.getByRole("button", { name: "+ Add" }).click();
    await page.getByText("The mock does not answer.").waitFor();
    await page.unroute(address);
    await page.getByText("Live").waitFor();
    complaints.splice(0); // the requests that failed
  });

  test("is the API's ordinary 404 where the control API is off", async () => {
    const one = await show({ mock: { control: false } });
    const answer = await fetch(one.server.url);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: "There is nothing at this path." });
    const post = await fetch(`${one.server.url}/__mock/inspector/apps`, {
      method: "POST",
      body: new URLSearchParams({ name: "a", description: "b" }),
    });
    expect(post.status).toBe(404);
    expect(one.mock.tenant.apps.list()).toEqual([]);
    one.complaints.splice(0); // the 404
  });
});
