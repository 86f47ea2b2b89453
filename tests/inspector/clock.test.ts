import { expect, test } from "bun:test";
import { inspected } from "./inspected.ts";

inspected("the clock", (show) => {
  test("moves, freezes and resumes the clock", async () => {
    const { page, mock } = await show();
    const time = page.locator(".time-of-day");
    expect(await time.textContent()).toBe("09:14:07");
    await page.getByRole("button", { name: "+1 h" }).click();
    await page.getByText("10:14:07", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByText("10:14:09", { exact: true }).waitFor();
    expect(mock.clock.running).toBe(true);
    await page.getByRole("button", { name: "Freeze" }).click();
    await page.locator(".badge", { hasText: "Frozen" }).waitFor();
    expect(mock.clock.running).toBe(false);
  });
});
