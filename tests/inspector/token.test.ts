import { expect, test } from "bun:test";
import { inspected } from "./inspected.ts";
import { tokenOf } from "./page.ts";

const HTML = `<img src=x onerror="window.broken=1"><b>bold</b>"'&`;

inspected("a token that is pasted in", (show) => {
  test("decodes a token, whose remaining time follows the tenant's clock", async () => {
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
    await page.getByText("expired 5 min 0 s ago").waitFor();
    await result.locator(".badge", { hasText: "Expired" }).waitFor();

    await page.getByLabel("Paste a token").fill(`${token.slice(0, -6)}AAAAAA`);
    await page.getByRole("button", { name: "Decode" }).click();
    await result.locator(".badge", { hasText: "Invalid" }).waitFor();
    await page.getByLabel("Paste a token").fill(HTML);
    await page.getByRole("button", { name: "Decode" }).click();
    await result.getByText("It could not be decoded.").first().waitFor();
    await page.getByLabel("Paste a token").fill(" ");
    await page.getByRole("button", { name: "Decode" }).click();
    await result.getByText("Paste a token first").waitFor();
  });

  test("updates a token's state when someone else changes its app", async () => {
    const one = await show();
    const { page, mock } = one;
    await page.getByLabel("Paste a token").fill(await tokenOf(one));
    await page.getByRole("button", { name: "Decode" }).click();
    await page.locator("#token-result").getByText("Good").waitFor();
    for (const { appId } of mock.tenant.apps.list()) mock.tenant.apps.revoke(appId);
    await page.locator("#token-result").getByText("App revoked").waitFor();
  });
});
