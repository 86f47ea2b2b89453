import { expect, test } from "bun:test";
import {
  anyValue,
  type Check,
  checkOptions,
  expectBoolean,
  expectBytes,
  expectDuration,
  expectFunction,
  expectMethods,
  expectNatural,
  expectPositive,
} from "../../../../src/support/option-checks.ts";

const methods: Check = (name, value) => expectMethods(name, value, ["get", "set"]);

for (
  const [check, wrong, right, expected] of [
    [expectNatural, [-1, 0.5, "1", null, NaN, 1n], [0, 1], "0, 1, 2, …"],
    [expectPositive, [0, 1.5, "1", Infinity], [1, 2], "1, 2, 3, …"],
    [expectDuration, [0, NaN, Infinity, "5"], [1, 1.5], "a number of milliseconds, 1 or more"],
    [expectBytes, [0, NaN, "5"], [1, Infinity], "a number of bytes, 1 or more"],
    [expectBoolean, [0, "true", null], [true, false], "true or false"],
    [expectFunction, [null, {}, "x"], [() => {}, Date], "a function"],
    [methods, [null, 5, {}, { set() {} }], [new Map()], "an object with a get() method"],
    [methods, [{ get() {} }, new URLSearchParams().keys], [], "an object with a"],
  ] as const
) {
  test(`a value that is expected to be ${expected}`, () => {
    for (const value of wrong) {
      expect(() => check("x", value)).toThrow(TypeError);
      expect(() => check("x", value)).toThrow(`x: expected ${expected}`);
    }
    for (const value of [undefined, ...right]) expect(() => check("x", value)).not.toThrow();
  });
}

test("options are checked by name and by value, with a prefix", () => {
  const checks = { limit: expectNatural, mode: anyValue };
  const checked = (options: unknown) => () => checkOptions(options, checks, "retry.");
  expect(checked({ limit: 1, mode: Symbol() })).not.toThrow();
  expect(checked({})).not.toThrow();
  expect(checked({ limits: 1 })).toThrow(
    'Unknown option "retry.limits". Did you mean "retry.limit"?',
  );
  expect(checked({ limit: {} })).toThrow("retry.limit: expected 0, 1, 2, …, got an object");
  expect(checked(null)).toThrow("options: expected an object, got null");
});

test("an inherited option is checked too", () => {
  const options: unknown = Object.create({ limit: "1" });
  expect(() => checkOptions(options, { limit: expectNatural })).toThrow("limit: expected");
});
