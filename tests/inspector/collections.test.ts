import { expect, test } from "bun:test";
import { inspected, PEOPLE } from "./inspected.ts";

inspected("the collections", (show) => {
  test("pages through a collection's records", async () => {
    const one = await show({
      mock: { seed: { collections: [PEOPLE, { slug: "empty", name: "Empty" }] } },
    });
    const { page } = one;
    await page.getByText("1 to 10 of 23 records").waitFor();
    await page.getByText("Person 10", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Next" }).click();
    await page.getByText("11 to 20 of 23 records").waitFor();
    await page.getByRole("link", { name: "Next" }).click();
    await page.getByText("21 to 23 of 23 records").waitFor();
    expect(await page.getByRole("link", { name: "Next" }).getAttribute("aria-disabled")).toBe(
      "true",
    );
    await page.reload();
    await page.getByText("21 to 23 of 23 records").waitFor();
    await page.getByRole("link", { name: "Empty" }).click();
    await page.getByText("No records yet.").waitFor();
  });
});
