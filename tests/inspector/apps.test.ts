import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { inspected } from "./inspected.ts";
import { copiedBy, eventually, requestToken } from "./page.ts";

inspected("the app registrations, and the switch of the API", (show) => {
  test("registers an app whose secret works and is shown only once", async () => {
    const one = await show({ permissions: ["clipboard-read", "clipboard-write"] });
    const { page, mock } = one;
    const shown = await addApp(page, "Import");
    expect(shown.appSecret).toMatch(/^[A-Za-z0-9+/]{86}==$/);
    expect((await requestToken(one, shown)).status).toBe(200);

    await page.keyboard.press("Escape");
    expect(await page.locator("dialog").isVisible()).toBe(true);
    const button = page.getByRole("button", { name: "Copy App Secret" });
    expect(await copiedBy(page, button)).toBe(shown.appSecret);
    await page.locator("dialog [data-say]", { hasText: "Copied." }).waitFor();

    await page.getByRole("button", { name: "Done" }).click();
    await page.locator("dialog").waitFor({ state: "detached" });
    expect(await page.content()).not.toContain(shown.appSecret);
    await page.reload();
    expect(await page.content()).not.toContain(shown.appSecret);
    expect(mock.tenant.apps.list()).toHaveLength(1);
    expect(await page.locator(".apps").textContent()).toContain(shown.appId);
  });

  test("refuses blank fields with a message at each field", async () => {
    const { page, mock } = await show();
    await page.getByRole("button", { name: "+ Add app" }).click();
    await page.getByLabel("Name").fill("   ");
    await page.getByRole("button", { name: "Create app" }).click();
    const name = page.getByLabel("Name");
    await page.getByText("Enter a name.").waitFor();
    expect(await name.getAttribute("aria-describedby")).toBe("app-name-problem");
    await eventually(() => page.evaluate("document.activeElement.id"), "app-name");
    await name.fill("Import");
    await page.getByRole("button", { name: "Create app" }).click();
    await page.getByText("Enter a name").waitFor({ state: "detached" });
    await page.getByText("Enter a description.").waitFor();
    expect(await name.inputValue()).toBe("Import");
    expect(mock.tenant.apps.list()).toHaveLength(0);

    await page.getByRole("button", { name: "Cancel" }).click();
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "+ Add app" }).click();
    expect(await name.inputValue()).toBe("");
    expect(await page.locator(".problem").count()).toBe(0);
  });

  test("revokes and expires an app after a second click", async () => {
    const one = await show();
    const { page, mock } = one;
    const first = await addApp(page, "First");
    await page.getByRole("button", { name: "Done" }).click();
    const second = await addApp(page, "Second");
    await page.getByRole("button", { name: "Done" }).click();

    await page.getByRole("button", { name: "Revoke First" }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.locator("dialog").waitFor({ state: "detached" });
    await eventually(
      () => page.evaluate("document.activeElement.getAttribute('aria-label')"),
      "Revoke First",
    );
    expect((await requestToken(one, first)).status).toBe(200);

    await page.getByRole("button", { name: "Revoke First" }).click();
    await page.getByRole("button", { name: "Revoke app" }).click();
    await page.getByRole("status").getByText("The app was revoked.").waitFor();
    expect((await requestToken(one, first)).status).toBe(401);
    await eventually(() => page.evaluate("document.activeElement.id"), "apps-title");

    await page.getByRole("button", { name: "Expire Second" }).click();
    await page.getByRole("button", { name: "Expire app" }).click();
    await page.getByRole("row", { name: /Second/ }).getByText("Expired").waitFor();
    expect((await requestToken(one, second)).status).toBe(401);
    expect(mock.tenant.apps.list().map(({ state }) => state)).toEqual(["revoked", "expired"]);
  });

  test("turns the tenant's API off and on", async () => {
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
});

/** Registers an app through the page, and returns the credentials that it shows once. */
async function addApp(page: Page, name: string): Promise<{ appId: string; appSecret: string }> {
  await page.getByRole("button", { name: "+ Add app" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Description").fill("Made in the page");
  await page.getByRole("button", { name: "Create app" }).click();
  const appSecret = await page.getByLabel("App Secret", { exact: true }).inputValue();
  return { appId: await page.getByLabel("App ID", { exact: true }).inputValue(), appSecret };
}
