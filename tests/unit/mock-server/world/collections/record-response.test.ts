import { describe, expect, test } from "bun:test";
import type { BehaviorOptions } from "../../../../../mock-server/mod.ts";
import { createBehaviors } from "../../../../../mock-server/world/behaviors/behaviors.ts";
import {
  inResponse,
  toWire,
} from "../../../../../mock-server/world/collections/record-response.ts";

const LINK = { key: "crm", id: "1" };
const RECORD = {
  id: "ada",
  numericId: 7,
  data: { name: "Ada", power: 4 },
  external: [],
  updatedAt: Date.parse("2026-01-31T12:00:00Z"),
};
const WHOLE = { id: "ada", numericId: 7, data: { name: "Ada", power: 4 }, external: null };

const shown = (behaviors: BehaviorOptions, of: object = {}, view: object = {}) =>
  inResponse({ ...RECORD, ...of }, {
    hidden: undefined,
    includeLists: false,
    behaviors: createBehaviors(behaviors),
    ...view,
  });

describe("a record in a response", () => {
  const cases: [behaviors: BehaviorOptions, expected: object][] = [
    [{}, WHOLE],
    [{ "record.numeric-id": "absent" }, { id: "ada", data: WHOLE.data, external: null }],
    [{ "record.no-links": "absent" }, { id: "ada", numericId: 7, data: WHOLE.data }],
    [{ "record.no-links": "array" }, { ...WHOLE, external: [] }],
    [{ "record.times": "present" }, { ...WHOLE, updatedAt: "2026-01-31T12:00:00.000Z" }],
  ];
  for (const [behaviors, expected] of cases) {
    test(JSON.stringify(behaviors), () => {
      expect(shown(behaviors)).toStrictEqual(Object(expected));
    });
  }

  test("has its links, with their properties only if they have some", () => {
    const external = [{ ...LINK, properties: undefined }, {
      ...LINK,
      id: "2",
      properties: { a: 1 },
    }];
    for (const option of ["null", "absent", "array"] as const) {
      expect(shown({ "record.no-links": option }, { external })).toStrictEqual({
        ...WHOLE,
        external: [LINK, { ...LINK, id: "2", properties: { a: 1 } }],
      });
    }
  });

  test("leaves hidden fields out, and has lists only if they are wanted", () => {
    expect(shown({}, {}, { hidden: new Set(["power"]) })).toStrictEqual({
      ...WHOLE,
      data: { name: "Ada" },
    });
    expect(shown({}, {}, { includeLists: true })).toStrictEqual({ ...WHOLE, lists: [] });
  });
});

test("tests see a record whole", () => {
  expect(toWire(RECORD)).toStrictEqual(WHOLE);
  expect(toWire({ ...RECORD, external: [LINK] })).toStrictEqual({ ...WHOLE, external: [LINK] });
});
