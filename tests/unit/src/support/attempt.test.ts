import { expect, test } from "bun:test";
import { attempt } from "../../../../src/support/attempt.ts";

test("the result, or nothing if the work throws", () => {
  expect(attempt(() => 42)).toBe(42);
  expect(attempt(() => {
    throw new Error("failed");
  })).toBeUndefined();
});
