import { expect, test } from "bun:test";
import { LOW_CONTRASTS } from "./contrast.ts";
import { inspected, PEOPLE } from "./inspected.ts";
import { eventually, requestToken, tokenOf, updated } from "./page.ts";

inspected("how the page looks", (show) => {
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
      mock.faults.chaos({ seed: 1, rate: 0.5 });
      await page.reload();
      await page.getByLabel("Paste a token").fill(token);
      await page.getByRole("button", { name: "Decode" }).click();
      await page.locator("#token-result").getByText("Good").waitFor();
      expect(await page.evaluate(LOW_CONTRASTS)).toEqual([]);
      for (const failed of ["401", "503"]) {
        await page.locator("#journal tbody tr", { hasText: failed }).first().click();
        await page.locator("#entry .entry-facts").getByText(failed).waitFor();
        expect(await page.evaluate(LOW_CONTRASTS)).toEqual([]);
      }
      await page.locator(".record-link").first().click();
      await page.locator("#record-title").waitFor();
      for (const summary of await page.locator("summary").all()) await summary.click();
      expect(await page.evaluate(LOW_CONTRASTS)).toEqual([]);
      await page.getByRole("button", { name: "+ Add app" }).click();
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
    test(`shows all links to its sections, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
      for (const width of [1024, 1200, 1217, 1280, 1600]) {
        const { page, mock } = await show({ javaScriptEnabled, viewport: { width, height: 900 } });
        mock.createTenant();
        await page.reload();
        const seen = await page.evaluate(
          `(() => {
            const nav = document.querySelector(".top nav");
            const { height } = document.querySelector(".top").getBoundingClientRect();
            return [nav.scrollWidth <= nav.clientWidth, Math.round(height / 44)];
          })()`,
        );
        expect([width, seen]).toEqual([width, [true, width > 1216 ? 1 : 2]]);
      }
    });

    test(`fits a phone screen, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
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
      mock.faults.chaos({ seed: long, rate: 0.1 });
      await page.reload();
      await page.locator("#journal .status").getByText("401").waitFor();
      const fits = async () =>
        expect(await page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")).toEqual([
          360,
          360,
        ]);
      await fits();
      await page.getByRole("button", { name: "+ Add app" }).click();
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

  test("has no layout shift in a live journal, except in the list itself", async () => {
    const one = await show({ mock: { seed: { collections: [PEOPLE] } } });
    const { page, mock } = one;
    const token = await tokenOf(one);
    const send = async (query: string) => {
      const headers = { authorization: `Bearer ${token}` };
      await fetch(`${one.server.baseUrl}collections/people?${query}`, { headers });
    };
    await page.getByLabel("Paste a token").fill(token);
    await page.getByRole("button", { name: "Decode" }).click();
    await page.locator("#token-result").getByText("Good").waitFor();
    // The list grows until it is full. Then it scrolls.
    for (let i = 0; i < 20; i++) await send("pageSize=1");
    await page.locator("#journal tbody tr").nth(20).waitFor();
    await page.evaluate("document.getElementById('journal').scrollIntoView()");
    mock.faults.add({ kind: "status", status: 503, times: 4 });
    mock.faults.add({ kind: "html", times: 30 });
    mock.clock.resume();
    await updated(page);
    await page.evaluate(`
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          for (const { node } of entry.sources) {
            if (!node?.parentElement?.closest("#journal-list")) shifts.push(node?.outerHTML ?? node?.data);
          }
        }
      }).observe({ type: "layout-shift" });
    `);
    for (let i = 0; i < 6; i++) {
      await send(`pageSize=${i + 2}`);
      await eventually(() => page.locator("#journal tbody tr").count(), 22 + i);
    }
    // No box moves. Right-aligned text does when it grows, for example from "9 ms" to "12 ms".
    const shifts = await page.evaluate("window.shifts") as (string | undefined)[];
    expect(shifts.filter((what = "") => /^<(?!span)/.test(what))).toEqual([]);
    expect(mock.journal.count()).toBe(27);
  });

  test("has no layout shift while it loads", async () => {
    const { page } = await show({ mock: { seed: { collections: [PEOPLE] } } });
    await page.evaluate(`
      window.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shifted += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    `);
    await updated(page);
    expect(await page.evaluate("window.shifted")).toBe(0);
  });

  test("shows no animation to users who prefer reduced motion", async () => {
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
});
