import { expect, test } from "bun:test";
import {
  areDifferentUuids,
  comparableId,
  createRepetitionCheck,
  idProblem,
} from "../../../../src/records/record-ids.ts";

const ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";
const OTHER = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b12";

test("an ID is a text that is not empty", () => {
  expect(idProblem("1", "[0]")).toBeUndefined();
  for (const [wrong, shown] of [["", '""'], [1, "1"], [null, "null"], [undefined, "undefined"]]) {
    expect(idProblem(wrong, "[0].id")).toBe(`[0].id: expected a record's ID, got ${shown}`);
  }
});

test("UUIDs are compared without regard to letter case, other IDs exactly", () => {
  expect(comparableId(ID.toUpperCase())).toBe(ID);
  expect(comparableId("A17")).toBe("A17");
  expect(areDifferentUuids(ID, OTHER)).toBe(true);
  expect(areDifferentUuids(ID, ID.toUpperCase())).toBe(false);
  expect(areDifferentUuids(ID, "17")).toBe(false);
  expect(areDifferentUuids("17", ID)).toBe(false);
});

test("a repeated ID is refused, and the message names both places", () => {
  const problem = createRepetitionCheck();
  expect(problem(ID, 0)).toBeUndefined();
  expect(problem("a", 1)).toBeUndefined();
  expect(problem("A", 2)).toBeUndefined();
  const upper = ID.toUpperCase();
  expect(problem(upper, 3)).toBe(
    `[3] repeats the ID "${upper}" of [0]: list each record only once`,
  );
  expect(problem("a", 4)).toBe('[4] repeats the ID "a" of [1]: list each record only once');
});
