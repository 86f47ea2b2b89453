import { expect, test } from "bun:test";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { contract, mockTarget } from "../../../contract/mod.ts";

test("contract cases have unique titles and unique IDs", () => {
  const cases = contract(mockTarget(createMockServer()));
  for (const key of ["title", "id"] as const) {
    const values = cases.map((c) => c[key]);
    expect(values.filter((value, i) => values.indexOf(value) !== i)).toEqual([]);
  }
});
