import { expect, test } from "bun:test";
import { MARKUP } from "../proof/attack/hostile-texts.ts";
import { unsigned } from "../proof/attack/jwt.ts";
import { inspected } from "./inspected.ts";
import { updated } from "./page.ts";

const HTML = `<img src=x onerror="window.broken=1"><b>bold</b>"'&`;

inspected("what the page must not do, and when it is not there", (show) => {
  test("shows HTML in names, paths and values as text", async () => {
    const one = await show({
      causes: /404/,
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
    mock.faults.chaos({ seed: HTML, rate: 0.1 });
    await page.reload();
    await updated(page);
    await page.getByRole("button", { name: /^Revoke/ }).click();
    await page.locator("dialog:modal").waitFor();
    expect(await page.locator("dialog strong").textContent()).toBe(HTML);
    expect(await page.locator("img, main b, dialog b").count()).toBe(0);
    expect(await page.evaluate("window.broken")).toBeUndefined();
    expect(await page.locator(".apps .name").textContent()).toBe(HTML);
    expect(await page.locator("#records td").nth(1).textContent()).toBe(HTML);
    const forged = `/?tenant=${encodeURIComponent(HTML)}&done=${encodeURIComponent(HTML)}`;
    await page.goto(one.server.url + forged);
    await page.getByText("Tenant not found").waitFor();
    expect(await page.locator("img, b").count()).toBe(0);
  });

  test("runs nothing and sends nothing, whatever the texts in all places are", async () => {
    const texts = Object.values(MARKUP);
    // Enough for what is typed: the pages of all texts are compared in tests/proof/attack.
    const typed = texts.slice(0, 10);
    const one = await show({
      mock: {
        seed: {
          apps: texts.map((text) => ({ name: text, description: text })),
          collections: [{
            slug: "things",
            name: texts.join(" "),
            records: texts.slice(0, 10).map((text) => ({
              data: { text, [text]: [text], object: { [text]: text } },
              external: [{ key: text, id: text }],
            })),
          }, ...texts.map((name, i) => ({ slug: `things-${i}`, name }))],
        },
      },
    });
    const { page, mock, server } = one;
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.type());
      void dialog.dismiss();
    });
    page.on("popup", () => dialogs.push("popup"));
    await page.addInitScript("window.attack = () => { window.attacked = true; }");
    for (const text of texts) {
      const path = encodeURIComponent(text.slice(0, 500));
      await fetch(`${server.baseUrl}${path}?${path}=${path}`, { method: "POST", body: text });
      mock.faults.add({
        kind: "html",
        page: text,
        match: { path: `/${text.replace(/[?#]/g, "")}` },
      });
    }
    mock.faults.chaos({ seed: texts.join(" "), rate: 0 });
    const elements = "img, svg, iframe, base, object, main style, main script, dialog script";

    async function expectUnharmed(): Promise<void> {
      expect(await page.locator(elements).count()).toBe(0);
      expect(await page.evaluate("[typeof window.attack, window.attacked]")).toEqual([
        "function",
        undefined,
      ]);
      expect(
        await page.evaluate(
          "[...document.querySelectorAll('*')].some((e) => " +
            "[...e.attributes].some(({ name }) => name.startsWith('on')))",
        ),
      ).toBe(false);
      expect(dialogs).toEqual([]);
    }

    // Read again several times, so that the script updates the page, too.
    await page.goto(`${server.url}/`);
    await updated(page);
    await expectUnharmed();
    for (const text of typed) {
      const token = unsigned({ alg: text, [text]: text }, { [text]: text, appid: text });
      await page.locator("#token-token").fill(`${token}.x`);
      await page.getByRole("button", { name: "Decode" }).click();
      await page.locator("#token-result dl").first().waitFor();
    }
    await expectUnharmed();
    for (const text of typed.slice(0, 4)) {
      await page.getByRole("button", { name: "+ Add app" }).click();
      await page.locator("dialog:modal #app-name").fill(`x${text}`);
      await page.getByRole("button", { name: "Create app" }).click();
      await page.locator("dialog:modal #app-description-problem").waitFor();
      await expectUnharmed();
      await page.locator("dialog:modal #app-description").fill(`x${text}`);
      await page.getByRole("button", { name: "Create app" }).click();
      await page.locator("dialog:modal #created-secret").waitFor();
      await expectUnharmed();
      await page.getByRole("button", { name: "Done" }).click();
    }
    for (const text of typed) {
      const value = encodeURIComponent(text);
      await page.goto(
        `${server.url}/?collection=${value}&page=${value}&done=${value}&dialog=revoke:${value}`,
      );
    }
    await expectUnharmed();
    expect(await page.locator("dialog:modal").count()).toBe(0);
  });

  test("says when the mock stops responding, and when it is back", async () => {
    const { page, server } = await show({ causes: /ERR_FAILED/ });
    const address = `${server.url}/__mock/**`;
    await page.route(address, (route) => route.abort());
    await page.getByText("Disconnected").waitFor();
    await page.getByRole("button", { name: "+ Add app" }).click();
    await page.getByText("The mock does not respond.").waitFor();
    await page.unroute(address);
    await page.getByText("Live").waitFor();
  });

  test("is an ordinary 404 of the API where the control API is off", async () => {
    const one = await show({ causes: /404/, mock: { control: false } });
    const response = await fetch(one.server.url);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: 'The API has no path "/". Check the spelling and the base URL.',
    });
    const post = await fetch(`${one.server.url}/__mock/inspector/apps`, {
      method: "POST",
      body: new URLSearchParams({ name: "a", description: "b" }),
    });
    expect(post.status).toBe(404);
    expect(one.mock.tenant.apps.list()).toEqual([]);
  });
});
