import { expect, test } from "bun:test";
import { fatesOf } from "../../../../tools/import/journal.ts";

test("the newest step of a row counts, and a row that was not sent has no fate", () => {
  const fates = fatesOf([
    { creating: [[1, 4]] },
    { updating: [[5, 6], [8, 8]] },
    { done: [[1, 2], [5, 5]] },
    { unsent: [[3, 3], [8, 8]] },
    { refused: [{ row: 4, reason: "wrong" }, { row: 9, reason: "no key" }] },
    { ended: true },
  ]);
  expect([...fates]).toEqual([
    [1, { status: "done" }],
    [2, { status: "done" }],
    [4, { status: "refused", reason: "wrong" }],
    [5, { status: "done" }],
    [6, { status: "updating" }],
    [9, { status: "refused", reason: "no key" }],
  ]);
  expect([...fatesOf([{ done: [[1, 1]] }, { creating: [[1, 1]] }])])
    .toEqual([[1, { status: "creating" }]]);
});
