import { expect, test } from "bun:test";
import { inspected, PEOPLE } from "./inspected.ts";
import { eventually, requestToken } from "./page.ts";

inspected("how the page is used", (show) => {
  test("can be used with the keyboard alone", async () => {
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
    expect(await focused()).toBe("Skip to content");
    for (let i = 0; i < 60 && await focused() !== "+ Add app"; i++) {
      await press("Tab");
      const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
      expect(outline).toBe("solid");
    }
    expect(await focused()).toBe("+ Add app");
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
    await eventually(focused, "+ Add app");
    expect((await requestToken(one, { appId, appSecret: secret })).status).toBe(200);

    await press("Tab");
    for (let i = 0; i < 5 && !(await focused()).startsWith("Revoke"); i++) await press("Tab");
    await press("Enter");
    await page.locator("dialog:modal").waitFor();
    await press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await eventually(async () => (await focused()).startsWith("Revoke By keyboard"), true);
  });

  test("keeps focus, input and scroll position when it updates", async () => {
    const one = await show({ mock: { seed: { collections: [PEOPLE] } } });
    const { page, mock } = one;
    await mock.tenant.apps.create({ name: "First", description: "There from the start" });
    await page.getByRole("button", { name: "Revoke First" }).waitFor();
    await page.locator("#fault-form").getByLabel("Path").fill("/tok");
    await page.evaluate("scrollTo({ top: 400, behavior: 'instant' })");
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

    // The same for a dialog and the text typed into it.
    await page.getByRole("button", { name: "+ Add app" }).click();
    await page.getByLabel("Name").fill("Half typed");
    const time = await page.locator(".time-of-day").textContent();
    await page.locator(`.time-of-day:not(:text-is("${time}"))`).waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("Half typed");
    expect(await page.evaluate("document.activeElement.id")).toBe("app-name");
  });

  test("switches between several tenants", async () => {
    const one = await show();
    const other = one.mock.createTenant();
    await other.apps.create({ name: "Other app", description: "Of the other tenant" });
    await one.page.reload();
    await one.page.getByRole("combobox", { name: "Tenant" }).selectOption(other.id);
    await one.page.getByRole("button", { name: "Show" }).click();
    await one.page.locator("#apps-list").getByText("Other app").waitFor();
    await one.page.getByRole("switch").click();
    await one.page.getByText("The API is off for this tenant").waitFor();
    expect([one.mock.tenant.apiEnabled, other.apiEnabled]).toEqual([true, false]);
  });

  test("works without JavaScript", async () => {
    const one = await show({
      javaScriptEnabled: false,
      mock: { seed: { collections: [PEOPLE] } },
    });
    const { page, mock } = one;
    await page.getByRole("button", { name: "+ Add app" }).click();
    await page.getByRole("button", { name: "Create app" }).click();
    await page.getByText("Enter a name.").waitFor();
    await page.getByLabel("Name").fill("Plain");
    await page.getByLabel("Description").fill("By a plain form");
    await page.getByRole("button", { name: "Create app" }).click();
    const appSecret = await page.getByLabel("App Secret", { exact: true }).inputValue();
    const appId = await page.getByLabel("App ID", { exact: true }).inputValue();
    const response = await requestToken(one, { appId, appSecret });
    const { token } = await response.json() as { token: string };
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
    await page.getByText("The clock moved forward by 1 hour.").waitFor();
    expect(new URL(page.url()).pathname).toBe("/");
    await page.getByRole("switch").click();
    await page.getByText("The API is off for this tenant").waitFor();
    expect(mock.tenant.apiEnabled).toBe(false);

    const form = page.locator("#fault-form");
    await form.getByLabel("Kind").selectOption("delay");
    await form.getByLabel("Duration", { exact: true }).fill("soon");
    await form.getByRole("button", { name: "Add fault" }).click();
    await form.getByText("Expected milliseconds or a string").waitFor();
    await form.getByLabel("Duration", { exact: true }).fill("5s");
    await form.getByRole("button", { name: "Add fault" }).click();
    await page.getByText("The fault was added.").waitFor();
    expect(mock.faults.list()).toMatchObject([{ kind: "delay", duration: "5s" }]);
    await page.getByRole("button", { name: "Remove Delay" }).click();
    await page.getByText("The fault was removed.").waitFor();
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByText("20 % of requests, seed 42").waitFor();
    await page.getByRole("button", { name: "Turn off" }).click();
    await page.getByText("Chaos is off.").waitFor();
    expect(await page.locator(".js-only:visible").count()).toBe(0);

    await page.getByRole("button", { name: "Revoke Plain" }).click();
    await page.getByRole("button", { name: "Revoke app" }).click();
    await page.getByText("The app was revoked.").waitFor();
    expect(mock.tenant.apps.list()).toMatchObject([{ state: "revoked" }]);
    await page.locator("#journal").getByText("/token").waitFor();
  });
});
