import { expect, test } from "bun:test";
import { equal, has } from "../../../contract/assert.ts";

test("two values with the same JSON are equal, in whatever order their properties are", () => {
  equal({ a: [{ b: 1, c: null }], d: "x" }, { d: "x", a: [{ c: null, b: 1 }] }, "the data");
  equal({ a: 1, b: undefined }, { a: 1 }, "the data");
  equal(undefined, undefined, "the data");
});

test("values with different JSON are shown as they are", () => {
  const pairs: [unknown, unknown][] = [[[1, 2], [2, 1]], [{ a: 1 }, { a: "1" }], [{}, []], [
    null,
    0,
  ]];
  for (const [actual, expected] of pairs) {
    expect(() => equal(actual, expected, "the data")).toThrow(
      `the data: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`,
    );
  }
  expect(() => equal(undefined, null, "x")).toThrow("x: expected null, got undefined");
  expect(() => equal({ b: 1, a: 2 }, 3, "x")).toThrow('x: expected 3, got {"b":1,"a":2}');
});

test("an object may have more properties than expected, but not others", () => {
  has({ a: 1, b: null }, { a: 1 }, "the data");
  expect(() => has({ a: 1 }, { a: 1, b: 2 }, "the data"))
    .toThrow('the data: expected {"a":1,"b":2}, got {"a":1}');
  expect(() => has({}, { a: 1 }, "the data")).toThrow('expected {"a":1}, got {}');
});
