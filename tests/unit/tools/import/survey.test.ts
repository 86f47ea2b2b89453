import { expect, test } from "bun:test";
import type { ImportRow } from "../../../../tools/mod.ts";
import { surveyRows } from "../../../../tools/import/survey.ts";

async function* each(rows: readonly Partial<ImportRow>[]): AsyncGenerator<ImportRow> {
  for (const [index, row] of rows.entries()) yield { row: index + 2, data: {}, ...row };
}

test("rows without a key and rows that share one have a problem, if keys are needed", async () => {
  const rows = [{ key: "a" }, { key: "b" }, { key: "" }, {}, { key: "a" }, { key: "a" }];
  const { total, problems } = await surveyRows(each(rows), "key");
  expect(total).toBe(6);
  expect([...problems].sort(([a], [b]) => a - b)).toEqual([
    [2, "it has the same key as row 6: a"],
    [4, "it has no key"],
    [5, "it has no key"],
    [6, "it has the same key as row 2: a"],
    [7, "it has the same key as row 2: a"],
  ]);
  expect(await surveyRows(each(rows), undefined)).toEqual({ total: 6, problems: new Map() });
});

test("the key of a row that has a problem of its own does not count", async () => {
  const rows = [{ key: "a", problem: "bad" }, { key: "a" }, { problem: "bad" }];
  expect(await surveyRows(each(rows), "key")).toEqual({ total: 3, problems: new Map() });
});

test("the numbers of rows must increase", async () => {
  const of = (...numbers: number[]) => surveyRows(each(numbers.map((row) => ({ row }))), undefined);
  expect((await of(0, 1, 5)).total).toBe(3);
  expect((await of(-5)).total).toBe(1);
  await expect(of(2, 2)).rejects.toThrow(new TypeError("row 2 comes after row 2"));
  await expect(of(3, 2)).rejects.toThrow("row 2 comes after row 3");
});
