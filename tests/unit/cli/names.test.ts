import { expect, test } from "bun:test";
import { names } from "../../../cli/names.ts";

test("names are collected, also after the flag without a name", () => {
  expect(names("a")).toEqual(["a"]);
  expect(names("b", ["a"])).toEqual(["a", "b"]);
  expect(names("a", true)).toEqual(["a"]);
  expect(() => names("a,b")).toThrow("Separate names by spaces, not by commas.");
});
