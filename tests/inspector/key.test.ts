import { expect, test } from "bun:test";
import { randomKey } from "../../mock-server/control/key.ts";
import { createMockServer } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { inspected, PEOPLE } from "./inspected.ts";

inspected("the page of a mock with a key", (show) => {
  test("opens with the printed link, keeps the key in the tab, and removes it from the address", async () => {
    const key = randomKey();
    const seed = { collections: [PEOPLE] };
    const one = await show({ mock: { control: { key }, seed }, path: `/#key=${key}` });
    const { page, mock } = one;
    await page.getByRole("heading", { name: "Requests", exact: true }).waitFor();
    expect(page.url()).toBe(`${one.server.url}/`);
    expect(await page.title()).toStartWith("Kinabase mock");
    expect(await page.evaluate("document.cookie + localStorage.length")).toBe("0");

    await page.getByRole("button", { name: "+ Add app" }).click();
    await page.getByLabel("Name").fill("By link");
    await page.getByLabel("Description").fill("With a key");
    await page.getByRole("button", { name: "Create app" }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await page.locator("#apps-list").getByText("By link").waitFor();

    await page.reload();
    await page.locator("#apps-list").getByText("By link").waitFor();
    await page.getByRole("switch").click();
    await page.getByText("The API is off for this tenant").waitFor();
    expect(mock.tenant.apiEnabled).toBe(false);
    await page.getByRole("link", { name: "Next" }).click();
    await page.getByText("11 to 20 of 23 records").waitFor();
    await page.reload();
    await page.getByText("11 to 20 of 23 records").waitFor();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export JSON" }).click();
    expect((await download).suggestedFilename()).toBe("people.json");

    // A plain form, which the browser sends without the script.
    const other = mock.createTenant();
    await page.reload();
    await page.getByRole("combobox", { name: "Tenant" }).selectOption(other.id);
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByText("No apps").waitFor();
    expect(new URL(page.url()).searchParams.get("tenant")).toBe(other.id);
    expect(one.addresses.filter((address) => address.replace(/#.*/, "").includes(key))).toEqual([]);
  });

  test("asks for the key, refuses a wrong one, and accepts the right one", async () => {
    const key = randomKey();
    const one = await show({ causes: /401/, mock: { control: { key } } });
    const { page } = one;
    const field = page.getByLabel("Key");
    await field.waitFor();
    expect(await page.evaluate("document.activeElement.id")).toBe("key-key");
    expect(await page.locator(".problem:visible").count()).toBe(0);
    for (const wrong of [randomKey(), "ключ-ключ-ключ-ключ"]) {
      await field.fill(wrong);
      await page.keyboard.press("Enter");
      await page.getByText("This is not the key of this mock.").waitFor();
    }
    await page.reload();
    await field.waitFor();
    expect(await page.locator(".problem:visible").count()).toBe(0);
    await field.fill(` ${key} `);
    await page.getByRole("button", { name: "Open" }).click();
    await page.getByText("Live").waitFor();
    expect(page.url()).toBe(`${one.server.url}/`);
  });

  test("does not send a key while it is typed", async () => {
    const { page, addresses } = await show({
      causes: /401/,
      mock: { control: { key: randomKey() } },
      path: "/#key=wrong",
    });
    await page.getByText("This is not the key of this mock.").waitFor();
    await page.clock.install();
    await page.getByLabel("Key").fill("half a k");
    await page.clock.runFor(5_000);
    expect(addresses.filter((address) => address.includes("/__mock/"))).toEqual([]);
  });

  test("accepts a link in a tab that already asks for the key", async () => {
    const key = `${randomKey()}%+&=#?/`;
    const one = await show({ causes: /401/, mock: { control: { key } }, path: "/#key=wrong" });
    const { page, server } = one;
    await page.getByText("This is not the key of this mock.").waitFor();
    await page.goto(`${server.url}/#key=${encodeURIComponent(key)}`);
    await page.getByText("Live").waitFor();
    expect(page.url()).toBe(`${server.url}/`);
  });

  test("asks again after the mock was restarted with another key", async () => {
    const key = randomKey();
    const one = await show({
      causes: /401|ERR_/,
      mock: { control: { key } },
      path: `/#key=${key}`,
    });
    const { page, server } = one;
    await page.getByText("Live").waitFor();
    await server.close();
    await page.getByText("Disconnected").waitFor();
    const again = randomKey();
    const restarted = await serve(createMockServer({ control: { key: again } }), {
      port: Number(new URL(server.url).port),
    });
    try {
      await page.getByText("This is not the key of this mock.").waitFor();
      await page.getByLabel("Key").fill(again);
      await page.keyboard.press("Enter");
      await page.getByText("Live").waitFor();
    } finally {
      await restarted.close();
    }
  });

  test("says that it needs JavaScript", async () => {
    const { page } = await show({
      javaScriptEnabled: false,
      mock: { control: { key: randomKey() } },
    });
    // Not visible here: where a test turns scripts off, Chromium still hides this element.
    expect(await page.locator("noscript").textContent()).toContain("needs JavaScript");
    expect(await page.locator("form:visible").count()).toBe(0);
  });

  test("fits a phone screen", async () => {
    const { page } = await show({
      mock: { control: { key: randomKey() } },
      viewport: { width: 360, height: 740 },
      isMobile: true,
    });
    await page.getByLabel("Key").waitFor();
    expect(await page.evaluate("document.scrollingElement.scrollWidth")).toBe(360);
  });
});
