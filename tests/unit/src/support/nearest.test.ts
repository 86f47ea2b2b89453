import { describe, expect, test } from "bun:test";
import { nearest } from "../../../../src/support/nearest.ts";

const NAMES = ["jobTitle", "fullName", "purchase_order", "id", "amount"];

describe("the suggested name", () => {
  for (
    const [what, name, meant] of [
      ["the name itself", "jobTitle", "jobTitle"],
      ["another case", "JOBTITLE", "jobTitle"],
      ["a name with spaces", "Job Title", "jobTitle"],
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
    test(`${what}: ${name} suggests ${meant ?? "nothing"}`, () => {
      expect(nearest(name, NAMES)).toBe(meant);
    });
  }

  test("is the most similar one, and an equal one in another case comes first", () => {
    expect(nearest("colour", ["colon", "color", "colours"])).toBe("color");
    expect(nearest("fullNames", ["fillName", "fullName"])).toBe("fullName");
    expect(nearest("colours", ["colour", "Colours"])).toBe("Colours");
  });
});

describe("there is no suggestion", () => {
  test("without known names", () => {
    expect(nearest("jobTitle", [])).toBeUndefined();
  });

  test("when more than a quarter of the letters differ", () => {
    for (const name of ["zip", "amoxxt", "nameFull", "xy", ""]) {
      expect([name, nearest(name, NAMES)]).toEqual([name, undefined]);
    }
  });
});

test("letters that are only partly swapped are two changes", () => {
  for (
    const [name, other] of [
      ["abxy", "bcxy"],
      ["abxy", "caxy"],
      ["abxy", "cdxy"],
      ["xyab", "xybc"],
      ["xyab", "xyca"],
      ["bcde", "abcd"],
      ["abcd", "bcde"],
    ] as const
  ) {
    expect([name, nearest(name, [other])]).toEqual([name, undefined]);
  }
  for (const name of ["bacd", "acbd", "abdc", "bcd", "xabcd", "abcdx", "xbcd", "abcx"]) {
    expect([name, nearest(name, ["abcd"])]).toEqual([name, "abcd"]);
  }
});
