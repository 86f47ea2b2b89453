import { expect, test } from "bun:test";
import { keepNewest } from "../../../../src/support/keep-newest.ts";

test("the oldest entries are removed until the limit is met", () => {
  const set = new Set(["a", "b", "c", "d"]);
  keepNewest(set, 4);
  expect([...set]).toEqual(["a", "b", "c", "d"]);
  keepNewest(set, 2);
  expect([...set]).toEqual(["c", "d"]);
  const map = new Map([["a", 1], ["b", 2]]);
  keepNewest(map, 1);
  expect([...map]).toEqual([["b", 2]]);
});
