import { expect, test } from "bun:test";
import { inspected, PEOPLE } from "./inspected.ts";
import { copiedBy, requestToken } from "./page.ts";

inspected("how a program gets to the mock", (show) => {
  test("says what the page is, and leads to the OpenAPI document", async () => {
    const { page, server } = await show();
    expect(await page.title()).toBe("Kinabase mock: requests, records and faults (unofficial)");
    await page.getByRole("heading", { level: 1, name: "Requests, records and faults of this mock" })
      .waitFor();
    const link = page.getByRole("link", { name: "OpenAPI" });
    const address = new URL(await link.getAttribute("href") ?? "", server.url);
    expect(await (await fetch(address)).json()).toMatchObject({ openapi: "3.1.0" });
  });

  test("copies a .env file, which is complete for a new app", async () => {
    const one = await show({ permissions: ["clipboard-read", "clipboard-write"] });
    const { page, server } = one;
    await page.getByRole("button", { name: "+ Add app" }).click();
    await page.getByLabel("Name").fill("Import");
    await page.getByLabel("Description").fill("Nightly");
    await page.getByRole("button", { name: "Create app" }).click();
    const name = "Copy .env file";
    const whole = await copiedBy(page, page.locator("dialog").getByRole("button", { name }));
    const [appId, appSecret, baseUrl] = whole.trim().split("\n")
      .map((line) => line.slice(line.indexOf("=") + 1));
    expect(baseUrl).toBe(server.baseUrl);
    expect((await requestToken(one, { appId: appId ?? "", appSecret: appSecret ?? "" })).status)
      .toBe(200);
    await page.getByRole("button", { name: "Done" }).click();

    expect(await copiedBy(page, page.locator("#connect").getByRole("button", { name }))).toBe(
      `KINABASE_APP_ID=${appId}\nKINABASE_APP_SECRET=\nKINABASE_BASE_URL=${server.baseUrl}\n`,
    );
    await page.getByText("Environment of a program (.env)").click();
    await page.locator("#env pre").getByText(`KINABASE_APP_ID=${appId}`).waitFor();
  });

  test("has the requests on the first screen with 12 apps and 20 collections", async () => {
    const { page, server } = await show({
      viewport: { width: 1280, height: 800 },
      mock: {
        seed: {
          apps: Array.from(
            { length: 12 },
            (_, i) => ({ name: `App ${i}`, description: "One of many" }),
          ),
          collections: [
            PEOPLE,
            ...Array.from({ length: 19 }, (_, i) => ({ slug: `c${i}`, name: `Collection ${i}` })),
          ],
        },
      },
    });
    for (let i = 0; i < 12; i++) await fetch(`${server.baseUrl}n${i}`);
    await page.locator("#journal tbody tr").nth(11).waitFor();
    const box = await page.locator("#journal tbody tr").nth(9).boundingBox();
    expect(box?.y).toBeLessThan(800 - 36);
    // Long lists scroll in their own boxes.
    const apps = await page.locator("#apps").boundingBox();
    expect(apps?.height).toBeLessThan(600);
  });

  test("shows a full journal of 1,000 requests", async () => {
    const { page, mock } = await show({ path: "/?show=1000" });
    for (let i = 1; i <= 1_000; i++) await mock.fetch(`${mock.baseUrl}n${i}`);
    await page.locator("#journal tbody tr").nth(999).waitFor();
    await page.getByLabel("Search").first().fill("/n77");
    await page.getByText("11 of 1,000 requests match").waitFor();
    await page.getByRole("link", { name: "/n770" }).click();
    await page.getByRole("heading", { name: "GET /n770" }).waitFor();
    expect(await page.locator("#journal tbody tr").count()).toBe(11);
  });
});
