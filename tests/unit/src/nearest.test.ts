import { describe, expect, test } from "bun:test";
import { nearest } from "../../../src/nearest.ts";

const NAMES = ["jobTitle", "fullName", "purchase_order", "id", "amount"];

describe("a name that was probably meant", () => {
  for (
    const [what, name, meant] of [
      ["the name itself", "jobTitle", "jobTitle"],
      ["another case", "JOBTITLE", "jobTitle"],
      ["words as a person writes them", "Job Title", "jobTitle"],
      ["snake_case for camelCase", "full_name", "fullName"],
      ["camelCase for snake_case", "purchaseOrder", "purchase_order"],
      ["kebab-case", "purchase-order", "purchase_order"],
      ["a letter left out", "jobTtle", "jobTitle"],
      ["a letter too many", "amouunt", "amount"],
      ["a letter changed", "fullNane", "fullName"],
      ["three letters wrong in a name of eight", "jabTotel", undefined],
      ["two letters left out of a name of twelve", "purchseordr", "purchase_order"],
      ["one letter of two", "ix", "id"],
      ["two letters swapped", "amoutn", "amount"],
    ] as const
  ) {
    test(`${what}: ${name} is ${meant ?? "nothing"}`, () => {
      expect(nearest(name, NAMES)).toBe(meant);
    });
  }

  test("the nearest of several, and the same but for case before one that is as near", () => {
    expect(nearest("colour", ["colon", "color", "colours"])).toBe("color");
    expect(nearest("fullNames", ["fillName", "fullName"])).toBe("fullName");
    expect(nearest("colours", ["colour", "Colours"])).toBe("Colours");
  });
});

describe("nothing is near", () => {
  test("among no names", () => {
    expect(nearest("jobTitle", [])).toBeUndefined();
  });

  test("when more than a quarter of the letters is wrong", () => {
    for (const name of ["zip", "amoxxt", "nameFull", "xy", ""]) {
      expect([name, nearest(name, NAMES)]).toEqual([name, undefined]);
    }
  });
});
