import { expect, test } from "bun:test";
import { inspected } from "./inspected.ts";
import { eventually, requestToken, updated } from "./page.ts";

inspected("the faults", (show) => {
  test("adds a fault that affects requests, and shows its remaining count", async () => {
    const one = await show();
    const { page } = one;
    const app = await one.mock.tenant.apps.create({ name: "Import", description: "Nightly" });
    const form = page.locator("#fault-form");
    await form.getByLabel("Status").fill("503");
    await form.getByLabel("Path").fill("/token");
    await form.getByLabel("Method").selectOption("POST");
    await form.getByLabel("Times").fill("2");
    await form.getByRole("button", { name: "Add fault" }).click();
    const queue = page.getByRole("region", { name: "Queued faults" });
    await queue.getByText("2 left").waitFor();
    await eventually(() => form.getByLabel("Path").inputValue(), "");
    expect((await requestToken(one, app)).status).toBe(503);
    await queue.getByText("1 left").waitFor();
    expect((await requestToken(one, app)).status).toBe(503);
    expect((await requestToken(one, app)).status).toBe(200);
    await queue.getByText("The queue is empty").waitFor();
  });

  test("shows the fields of each kind of fault, and says what is wrong with a value", async () => {
    const { page, mock } = await show();
    const form = page.locator("#fault-form");
    const own = async () => (await form.locator(".own label:visible").allTextContents()).join();
    const fields: string[] = [];
    for (const kind of ["status", "delay", "cutBody", "drop", "rateLimit", "appExpired"]) {
      await form.getByLabel("Kind").selectOption(kind);
      fields.push(await own());
    }
    expect(fields).toEqual(["Status", "Duration", "After bytes", "", "Retry-After, s", "Status"]);
    await form.getByLabel("Status").fill("200");
    await form.getByLabel("Path").fill("token");
    await form.getByRole("button", { name: "Add fault" }).click();
    await form.getByText("Expected 400 to 599, got 200.").waitFor();
    await form.getByText("Expected a path below /api/v1").waitFor();
    expect(await form.getByLabel("Kind").inputValue()).toBe("appExpired");
    // A message goes as soon as its value is right, without a click.
    await form.getByLabel("Status").fill("403");
    await form.getByText("Expected 400 to 599").waitFor({ state: "detached" });
    expect(await form.getByText("Expected a path below /api/v1").isVisible()).toBe(true);
    await form.getByLabel("Status").fill("20");
    await form.getByText("Expected 400 to 599, got 20.").waitFor();
    await form.getByLabel("Status").fill("403");
    await form.getByLabel("Path").fill("/token");
    await eventually(() => form.locator(".problem").count(), 0);
    expect(await form.getByLabel("Status").inputValue()).toBe("403");
    expect(await page.evaluate("document.activeElement.id")).toBe("fault-path");
    await updated(page);
    expect(mock.faults.list()).toEqual([]);
    await form.getByRole("button", { name: "Add fault" }).click();
    await page.getByRole("button", { name: "Remove App expired, /token" }).waitFor();
    await eventually(() => form.locator(".problem").count(), 0);
    expect(mock.faults.list()).toMatchObject([{ kind: "appExpired", status: 403 }]);

    mock.faults.add({ kind: "drop" });
    await page.getByRole("button", { name: "Remove App expired, /token" }).click();
    await page.getByText("The fault was removed.").waitFor();
    expect(mock.faults.list()).toMatchObject([{ kind: "drop" }]);
    await page.getByRole("button", { name: "Clear all" }).click();
    await page.getByText("The queue is empty").waitFor();
    expect(mock.faults.list()).toEqual([]);
  });

  test("keeps the focus on a fault's button when its count changes", async () => {
    const one = await show();
    const { page, mock } = one;
    const app = await mock.tenant.apps.create({ name: "Import", description: "Nightly" });
    mock.faults.add({ kind: "status", status: 503, times: 3 });
    const queue = page.getByRole("region", { name: "Queued faults" });
    const button = queue.getByRole("button", { name: "Remove Status, any request" });
    await button.focus();
    await requestToken(one, app);
    await queue.getByText("2 left").waitFor();
    expect(await page.evaluate("document.activeElement.ariaLabel")).toBe(
      "Remove Status, any request",
    );
  });

  test("turns chaos on and off", async () => {
    const { page, mock } = await show();
    await page.getByLabel("Rate, 0 to 1").fill("2");
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByText("Expected 0 to 1").waitFor();
    await page.getByLabel("Rate, 0 to 1").fill("0.25");
    await page.getByLabel("Seed").fill("7");
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByText("25 % of requests, seed 7").waitFor();
    expect(mock.faults.chaos()).toEqual({ rate: 0.25, seed: 7 });
    await page.getByRole("button", { name: "Turn off" }).click();
    await page.getByText("Chaos is off.").waitFor();
    expect(mock.faults.chaos()).toBeUndefined();
  });
});
