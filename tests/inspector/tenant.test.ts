import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { inspected, PEOPLE } from "./inspected.ts";
import { eventually } from "./page.ts";

inspected("the tenant", (show) => {
  test("moves, freezes, resumes and sets the clock", async () => {
    const { page, mock } = await show();
    const time = page.locator(".time-of-day");
    expect(await time.textContent()).toBe("09:14:07");
    await page.getByRole("button", { name: "+1 h" }).click();
    await page.getByText("10:14:07", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.locator('.time-of-day:not(:text-is("10:14:07"))').waitFor();
    expect(mock.clock.running).toBe(true);
    await page.getByRole("button", { name: "Freeze" }).click();
    await page.locator(".badge", { hasText: "Frozen" }).waitFor();
    expect(mock.clock.running).toBe(false);

    await page.getByText("Set the time", { exact: true }).click();
    const field = page.getByLabel("Time", { exact: true });
    for (
      const [text, iso] of [
        ["2027-01-31", "2027-01-31T00:00:00.000Z"],
        ["2027-01-31 12:30", "2027-01-31T12:30:00.000Z"],
        ["2027-01-31 12:30 UTC", "2027-01-31T12:30:00.000Z"],
        ["2027-01-31T12:30:05+02:00", "2027-01-31T10:30:05.000Z"],
      ] as const
    ) {
      mock.clock.set(0);
      await field.fill(text);
      await page.getByRole("button", { name: "Set", exact: true }).click();
      await page.locator(`#clock time[datetime="${iso}"]`).waitFor();
      expect(new Date(mock.clock.now()).toISOString()).toBe(iso);
    }
    await field.fill("tomorrow");
    await page.getByRole("button", { name: "Set", exact: true }).click();
    await page.getByText("Expected a time such as 2026-03-02 09:30 (UTC), or now.").waitFor();
    await eventually(() => page.evaluate("document.activeElement.id"), "time-time");
    await field.fill("now");
    await page.getByText("Expected a time").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Set", exact: true }).click();
    await page.getByText("The clock was set.").waitFor();
    expect(Math.abs(mock.clock.now() - Date.now())).toBeLessThan(300_000);
  });

  test("saves a snapshot, resets after a second click, and restores the snapshot", async () => {
    const { page, mock } = await show({ mock: { seed: { collections: [PEOPLE] } } });
    const [people] = mock.tenant.collections.list();
    people?.records.add({ data: { fullName: "Extra" } });
    const started = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save snapshot" }).click();
    const file = await (await started).path();

    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.getByText("1 to 10 of 24 records").waitFor();
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await page.getByRole("button", { name: "Reset tenant" }).click();
    await page.getByText("The tenant has its initial state.").waitFor();
    await page.getByText("1 to 10 of 23 records").waitFor();

    await page.getByText("Restore a snapshot", { exact: true }).click();
    const field = page.getByLabel("Snapshot", { exact: true });
    await field.fill('{ "version": 2 }');
    await page.getByRole("button", { name: "Restore", exact: true }).click();
    await page.getByText("version: expected 1, got 2.").waitFor();
    await page.getByLabel("Choose a snapshot file").setInputFiles({
      name: "kinabase-mock.json",
      mimeType: "application/json",
      buffer: await readFile(file),
    });
    await page.getByText("version: expected 1, got 2.").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Restore", exact: true }).click();
    await page.getByText("The tenant has the state of the snapshot.").waitFor();
    await page.getByText("1 to 10 of 24 records").waitFor();
  });

  test("changes and resets behaviors", async () => {
    const { page, mock } = await show();
    await page.getByText("All behaviors have their default.").waitFor();
    await page.getByText("Change behaviors", { exact: true }).click();
    await page.locator("[name='list.order']").selectOption("id");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.locator("#behaviors-state").getByText("list.order").waitFor();
    expect(mock.tenant.behaviors.get("list.order")).toBe("id");
    await page.locator("#behaviors").getByRole("button", { name: "Reset" }).click();
    await page.getByText("All behaviors have their default.").waitFor();
    expect(mock.tenant.behaviors.get("list.order")).toBe("created");
    expect(await page.locator("[name='list.order']").inputValue()).toBe("created");

    // What another form changes is shown, too.
    await page.locator("[name='list.order']").selectOption("updated");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.locator("#behaviors-state").getByText("list.order").waitFor();
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await page.getByRole("button", { name: "Reset tenant" }).click();
    await page.getByText("The tenant has its initial state.").waitFor();
    await eventually(() => page.locator("[name='list.order']").inputValue(), "created");

    // And what a program changes. It stays when something else is applied.
    mock.tenant.behaviors.set({ "list.order": "id" });
    await eventually(() => page.locator("[name='list.order']").inputValue(), "id");
    await page.locator("[name='status.body']").selectOption("empty");
    mock.tenant.behaviors.set({ "list.order": "updated" });
    await page.locator("#behaviors-state").getByText("updated").waitFor();
    await page.getByRole("button", { name: "Apply" }).click();
    await page.locator("#behaviors-state").getByText("status.body").waitFor();
    expect(mock.tenant.behaviors.get("list.order")).toBe("updated");
    expect(await page.locator("[name='list.order']").inputValue()).toBe("updated");
  });
});
