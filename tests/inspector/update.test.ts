import { expect, test } from "bun:test";
import { createMockServer } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { inspected, PEOPLE } from "./inspected.ts";
import { eventually, updated } from "./page.ts";

inspected("how the page updates itself", (show) => {
  test("gets an empty response if nothing has changed, and otherwise what has", async () => {
    const { page, mock } = await show();
    const responses: [number, string][] = [];
    page.on("response", async (response) => {
      responses.push([response.status(), response.status() === 204 ? "" : await response.text()]);
    });
    await updated(page);
    await eventually(() => Promise.resolve(responses.length > 1), true);
    expect(responses.filter(([status]) => status !== 204)).toEqual([]);
    mock.faults.add({ kind: "drop" });
    await page.getByRole("button", { name: "Remove Dropped connection, any request" }).waitFor();
    await updated(page);
    await eventually(() => Promise.resolve(responses.at(-1)?.[0]), 204);
    const [[status, html] = [0, ""], ...more] = responses.filter(([status]) => status !== 204);
    expect([status, more]).toEqual([200, []]);
    expect(html).toContain('id="faults-list"');
    expect(html).not.toContain('id="journal-view"');
  });

  test("does not move a text that someone has selected in the list, until it is not selected", async () => {
    const { page, server } = await show();
    const rows = page.locator("#journal tbody tr");
    await fetch(`${server.baseUrl}first`);
    await rows.first().waitFor();
    await page.evaluate("getSelection().selectAllChildren(document.querySelector('.row-link'))");
    await fetch(`${server.baseUrl}second`);
    await updated(page);
    await updated(page);
    expect(await rows.count()).toBe(1);
    await page.evaluate("getSelection().removeAllRanges()");
    await rows.nth(1).waitFor();
  });

  test("replaces what a button copies after it has said that it copied", async () => {
    const { page, mock } = await show({ permissions: ["clipboard-read", "clipboard-write"] });
    const { appId } = await mock.tenant.apps.create({ name: "Import", description: "Nightly" });
    const button = page.locator("#connect").getByRole("button", { name: "Copy .env file" });
    const copies = async () => (await button.getAttribute("data-copy"))?.includes(appId);
    await eventually(copies, true);
    await button.click();
    await page.locator("#connect [data-hold]").waitFor();
    mock.tenant.apps.revoke(appId);
    await page.locator("#apps .badge", { hasText: "Revoked" }).waitFor();
    await eventually(copies, false);
  });

  test("does not take what was typed for one record over to another", async () => {
    const { page, mock, server } = await show({ mock: { seed: { collections: [PEOPLE] } } });
    const [first, second] = mock.tenant.collections.list()[0]?.records.list() ?? [];
    await fetch(`${server.baseUrl}collections/people/${second?.id}`);
    await page.getByRole("link", { name: first?.id ?? "" }).click();
    await page.getByText("Edit", { exact: true }).click();
    const data = page.locator("#edit-json");
    await data.fill('{ "fullName": "Typed for the first" }');
    await page.getByRole("link", { name: `/collections/people/${second?.id}` }).click();
    await page.locator("#entry .facts").getByRole("link", { name: second?.id ?? "" }).click();
    await page.getByRole("heading", { name: "Record 2", exact: true }).waitFor();
    expect(JSON.parse(await data.inputValue())).toEqual(second?.data ?? {});
  });

  test("offers a tenant as long as it exists, and says when the shown one is gone", async () => {
    const { page, mock, server } = await show({ causes: /404/ });
    const picker = page.getByRole("combobox", { name: "Tenant" });
    expect(await picker.isVisible()).toBe(false);
    const [one, two] = [mock.createTenant(), mock.createTenant()];
    await eventually(() => picker.locator("option").count(), 3);
    two.remove();
    await eventually(() => picker.locator("option").count(), 2);
    await picker.selectOption(one.id);
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.locator(`body[data-tenant="${one.id}"]`).waitFor();

    // An action finds out before the next update.
    await page.route(
      `${server.url}/__mock/inspector/view`,
      (route) => route.fulfill({ status: 204 }),
    );
    one.remove();
    await page.getByRole("button", { name: "+5 min" }).click();
    await page.getByText("Tenant not found").waitFor();
    expect(await page.title()).toStartWith("Tenant not found");
    expect(await page.locator("nav").count()).toBe(0);
    await page.getByRole("link", { name: "Show the default tenant" }).click();
    await page.getByRole("heading", { name: "Requests", exact: true }).waitFor();
  });

  test("shows what a restarted mock has, and keeps what was typed", async () => {
    const { page, mock, server } = await show({ causes: /ERR_/ });
    await fetch(`${server.baseUrl}before`);
    await page.getByRole("link", { name: "/before" }).click();
    await page.getByRole("heading", { name: "GET /before" }).waitFor();
    await page.locator("#fault-form").getByLabel("Path").fill("/tok");
    await server.close();
    await page.getByText("Disconnected").waitFor();
    const again = createMockServer({ control: true, clock: mock.clock });
    const restarted = await serve(again, { port: Number(new URL(server.url).port) });
    try {
      await page.getByText("Live").waitFor();
      await page.getByText("Request not found").waitFor();
      await page.getByText("No requests yet.").waitFor();
      expect(await page.locator("#fault-form").getByLabel("Path").inputValue()).toBe("/tok");
      await page.getByRole("button", { name: "Add fault" }).click();
      await page.getByText("The fault was added.").waitFor();
      expect(again.faults.list()).toMatchObject([{ match: { path: "/tok" } }]);
    } finally {
      await restarted.close();
    }
  });

  test("shows in a dialog why its action failed", async () => {
    const { page, mock, server } = await show({ causes: /ERR_FAILED/ });
    await page.getByRole("button", { name: "+ Add app" }).click();
    const dialog = page.locator("dialog:modal");
    await dialog.getByLabel("Name").fill("Import");
    await dialog.getByLabel("Description").fill("Nightly");
    const address = `${server.url}/__mock/**`;
    await page.route(address, (route) => route.abort());
    await dialog.getByRole("button", { name: "Create app" }).click();
    await dialog.getByRole("alert").getByText("The mock does not respond.").waitFor();
    await page.unroute(address);
    await dialog.getByRole("button", { name: "Create app" }).click();
    await dialog.getByLabel("App Secret", { exact: true }).waitFor();
    expect(await dialog.getByRole("alert").count()).toBe(0);
    expect(mock.tenant.apps.list()).toHaveLength(1);
  });
});
