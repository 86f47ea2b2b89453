import { expect, test } from "bun:test";
import { isObject } from "../../../../src/support/is-object.ts";

test("null, lists, functions and plain values are no objects of JSON", () => {
  expect([{}, { a: 1 }, Object.create(null)].map(isObject)).toEqual([true, true, true]);
  expect([null, undefined, [], 1, "x", true, () => {}].filter(isObject)).toEqual([]);
});
