import { expect, test } from "bun:test";
import type { FileRow } from "../../../../tools/mod.ts";
import { refusedRows } from "../../../../tools/import/refused-rows.ts";

async function* each(rows: readonly FileRow[]): AsyncGenerator<FileRow> {
  yield* rows;
}

async function write(sources: readonly FileRow["source"][], refused: readonly number[]) {
  const rows = sources.map((source, row) => ({ row, data: {}, source }));
  const reasons = refused.map((row) => ({ row, reason: `reason ${row}` }));
  return await Array.fromAsync(refusedRows(each(rows), reasons));
}

test("a file without refused rows is empty, without a header", async () => {
  expect(await write([{ columns: ["a"], cells: ["1"] }], [])).toEqual([]);
});

test("CSV: missing cells are empty, own columns are replaced, more cells follow", async () => {
  const columns = ["$reason", "a", "$row", "b"];
  expect(
    await write([
      { columns, cells: ["old", "1", "9", "2"] },
      { columns, cells: ["old", "1"] },
      { columns, cells: ["old", "1", "9", "2", "x", "y"] },
    ], [0, 1, 2]),
  ).toEqual([
    "a,b,$row,$reason\n",
    "1,2,0,reason 0\n",
    "1,,1,reason 1\n",
    "1,2,2,reason 2,x,y\n",
  ]);
});

test("JSON Lines: objects get the reason, and other lines stay as they are", async () => {
  const lines = ['{"a":1,"$row":9,"$reason":"\\"old\\""}', "[1]", "null", '"text"', "{", " {} "];
  expect(await write(lines, [0, 1, 2, 3, 4, 5])).toEqual([
    '{"a":1,"$row":0,"$reason":"reason 0"}\n',
    "[1]\n",
    "null\n",
    '"text"\n',
    "{\n",
    '{"$row":5,"$reason":"reason 5"}\n',
  ]);
});

test("JSON Lines: a number that JavaScript cannot represent stays as it is", async () => {
  expect(await write(['{"n":12345678901234567890, "m":1.0 } '], [0])).toEqual([
    '{"n":12345678901234567890, "m":1.0 ,"$row":0,"$reason":"reason 0"}\n',
  ]);
});
