import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { inspected, PEOPLE } from "./inspected.ts";
import { eventually } from "./page.ts";

inspected("the records", (show) => {
  test("pages through a collection's records", async () => {
    const { page } = await show({
      mock: { seed: { collections: [PEOPLE, { slug: "empty", name: "Empty" }] } },
    });
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

  test("finds records by value, number and ID, and shows one", async () => {
    const { page, mock } = await show({ mock: { seed: { collections: [PEOPLE] } } });
    const find = page.getByLabel("Find in People");
    await find.fill("person 2");
    await page.getByText("1 to 5 of 5 records").waitFor();
    await find.fill("17");
    // The number and the name of one, the age of another.
    await page.getByText("1 to 2 of 2 records").waitFor();
    const people = mock.tenant.collections.list()[0];
    const id = people?.records.list()[6]?.id ?? "";
    await find.fill(id);
    await page.getByText("1 to 1 of 1 record").waitFor();
    await page.reload();
    expect(await find.inputValue()).toBe(id);
    await page.getByRole("link", { name: id }).click();
    await page.getByRole("heading", { name: "Record 7", exact: true }).waitFor();
    await eventually(() => page.evaluate("document.activeElement.id"), "record-title");
    expect(await page.locator("#record").textContent()).toContain('"fullName": "Person 7"');
    await page.getByRole("link", { name: "Back to the list" }).click();
    await page.getByText("1 to 1 of 1 record").waitFor();
    await find.fill("nobody has this");
    await page.getByText("No record contains “nobody has this”.").waitFor();
    await find.fill("");
    await page.getByText("1 to 10 of 23 records").waitFor();
  });

  test("adds a collection and a record, and changes it", async () => {
    const { page, mock } = await show();
    await page.getByText("No collections yet.").waitFor();
    await page.getByRole("button", { name: "+ Add collection" }).click();
    const dialog = page.locator("dialog");
    await dialog.getByRole("button", { name: "Add collection" }).click();
    await dialog.getByText("Enter a name.").waitFor();
    await dialog.getByLabel("Name").fill("Purchase orders");
    await dialog.getByText("Enter a name.").waitFor({ state: "detached" });
    await dialog.getByRole("button", { name: "Add collection" }).click();
    await page.getByText("The collection was added.").waitFor();
    await page.getByText("No records yet.").waitFor();

    await page.getByText("Add a record", { exact: true }).click();
    const data = page.getByLabel("Data of the record");
    await data.fill('{ "total": 1');
    await page.getByRole("button", { name: "Add record" }).click();
    await page.getByText("This is not valid JSON.").waitFor();
    await data.fill('{ "total": 1 }');
    await page.getByText("This is not valid JSON.").waitFor({ state: "detached" });
    const orders = mock.tenant.collections.list()[0];
    expect(orders?.slug).toBe("purchase-orders");
    expect(orders?.records.count()).toBe(0);
    await page.getByRole("button", { name: "Add record" }).click();
    await page.getByRole("heading", { name: "Record 1", exact: true }).waitFor();

    await page.getByText("Edit", { exact: true }).click();
    await page.getByLabel("Data", { exact: true }).last().fill('{ "total": 2, "paid": true }');
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("The record was changed.").waitFor();
    await page.locator("#record pre").getByText('"paid": true').waitFor();
    expect(orders?.records.list()[0]?.data).toEqual({ total: 2, paid: true });
    // What a program changes later is in the form, too.
    const id = orders?.records.list()[0]?.id ?? "";
    await mock.tenant.restore(JSON.parse(
      JSON.stringify(await mock.tenant.snapshot()).replace('"total":2', '"total":3'),
    ));
    await page.locator("#record pre").getByText('"total": 3').waitFor();
    expect(JSON.parse(await page.locator("#edit-json").inputValue())).toMatchObject({ total: 3 });
    expect(mock.tenant.collections.list()[0]?.records.list()[0]?.id).toBe(id);
  });

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? "with" : "without";
    test(`deletes a record after a second click, ${how} JavaScript`, async () => {
      const { page, mock } = await show({
        javaScriptEnabled,
        mock: { seed: { collections: [PEOPLE] } },
      });
      const people = mock.tenant.collections.list()[0];
      const id = people?.records.list()[1]?.id ?? "";
      await page.getByRole("link", { name: id }).click();
      await page.getByRole("heading", { name: "Record 2", exact: true }).waitFor();
      await page.getByRole("button", { name: "Delete record" }).click();
      const dialog = page.locator("dialog");
      await dialog.getByRole("heading", { name: "Delete this record?" }).waitFor();
      await dialog.getByText(id).waitFor();
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await dialog.waitFor({ state: "hidden" });
      expect(people?.records.count()).toBe(23);

      await page.locator("#record").getByRole("button", { name: "Delete record" }).click();
      await dialog.getByRole("button", { name: "Delete record" }).click();
      await page.getByRole("status").getByText("The record was deleted.").waitFor();
      await page.getByText("1 to 10 of 22 records").waitFor();
      expect(people?.records.list().some((record) => record.id === id)).toBe(false);
      expect(people?.records.count()).toBe(22);
      if (!javaScriptEnabled) return;
      await eventually(() => page.evaluate("document.activeElement.id"), "collections-title");
    });
  }

  test("exports 10,000 records and imports them again, all or none", async () => {
    const records = Array.from({ length: 10_000 }, (_, i) => ({
      data: { fullName: `Person ${i + 1}`, age: i % 90 },
    }));
    const people = { ...PEOPLE, records };
    const { page, mock } = await show({
      mock: { seed: { collections: [people, { slug: "copies", name: "Copies" }] } },
    });
    await page.getByText("1 to 10 of 10,000 records").waitFor();
    await page.getByLabel("Find in People").fill("person 9999");
    await page.getByText("1 to 1 of 1 record").waitFor();
    const started = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export JSON" }).click();
    const download = await started;
    expect(download.suggestedFilename()).toBe("people.json");
    const file = await download.path();
    const exported = JSON.parse(await readFile(file, "utf8"));
    const [first, copies] = mock.tenant.collections.list();
    expect(exported).toEqual(first?.records.list() ?? []);

    await page.getByRole("link", { name: "Copies" }).click();
    await page.getByText("No records yet.").waitFor();
    await page.getByText("Import JSON", { exact: true }).click();
    const field = page.getByLabel("Records to import");
    await field.fill('[{ "data": {} }, { "data": {}, "extra": 1 }]');
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.getByText("Unknown option [1].extra.").waitFor();
    expect(copies?.records.count()).toBe(0);
    await page.getByLabel("Choose a file of records").setInputFiles({
      name: "people.json",
      mimeType: "application/json",
      buffer: await readFile(file),
    });
    await page.getByText("Unknown option [1].extra.").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.getByText("The records were imported.").waitFor();
    await page.getByText("1 to 10 of 10,000 records").waitFor();
    expect(copies?.records.list()).toEqual(exported);
    await eventually(() => field.inputValue(), "");
  });
});
