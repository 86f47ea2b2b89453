import { expect, test } from "bun:test";
import { inspected } from "./inspected.ts";

const HTML = `<img src=x onerror="window.broken=1"><b>bold</b>"'&`;

inspected("what the page must not do, and when it is not there", (show) => {
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
    mock.faults.chaos({ seed: HTML, rate: 0.1 });
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
    await page.getByText("Tenant not found").waitFor();
    expect(await page.locator("img, b").count()).toBe(0);
    one.complaints.splice(0); // the 404 of that address
  });

  test("says when the mock stops responding, and when it is back", async () => {
    const { page, server, complaints } = await show();
    const address = `${server.url}/__mock/**`;
    await page.route(address, (route) => route.abort());
    await page.getByText("Disconnected").waitFor();
    await page.getByRole("button", { name: "+ Add" }).click();
    await page.getByText("The mock does not respond.").waitFor();
    await page.unroute(address);
    await page.getByText("Live").waitFor();
    complaints.splice(0); // the requests that failed
  });

  test("is an ordinary 404 of the API where the control API is off", async () => {
    const one = await show({ mock: { control: false } });
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
    one.complaints.splice(0); // the 404
  });
});
