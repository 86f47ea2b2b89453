import { describe, expect, test } from "bun:test";
import { createManualClock } from "../../../../../mock-server/mod.ts";
import { createBehaviors } from "../../../../../mock-server/world/behaviors/behaviors.ts";
import {
  filterOf,
  isUpdatedAfter,
  matches,
} from "../../../../../mock-server/world/collections/record-filter.ts";
import { mockWithApp } from "../../mock-with-app.ts";

const at = (updatedAt: number, ...services: string[]) => ({
  updatedAt,
  external: services.map((key) => ({ key, id: "1" })),
});

describe("updatedAfter", () => {
  const NOON = "2026-01-31T12:00:00.000Z";

  test("without a zone is UTC, and so is a date; an offset counts", async () => {
    const clock = createManualClock({ start: NOON });
    const { people, send } = await mockWithApp({ clock });
    people.records.add({ data: {} });
    const total = async (updatedAfter: string) => {
      const query = new URLSearchParams({ updatedAfter });
      return (await send("GET", `collections/people?${query}`)).body.totalRecords;
    };
    for (
      const before of [
        "2026-01-31T11:59:59",
        "2026-01-31T11:59:59.999",
        "2026-01-31T11:59:59Z",
        "2026-01-31T13:59:59+02:00",
        "2026-01-31T09:59:59-02:00",
        "2026-01-31",
      ]
    ) expect([before, await total(before)]).toEqual([before, 1]);
    for (
      const after of [
        "2026-01-31T12:00:00",
        "2026-01-31T12:00:00.001",
        "2026-01-31T14:00:00+02:00",
        "2026-01-31T10:00:00-02:00",
        "2026-02-01",
      ]
    ) expect([after, await total(after)]).toEqual([after, 0]);
  });

  for (const [option, expected] of [["exclusive", false], ["inclusive", true]] as const) {
    test(`is ${option}`, () => {
      const behaviors = createBehaviors({ "list.updated-after": option });
      const filter = filterOf({ updatedAfter: NOON }, behaviors);
      const noon = Date.parse(NOON);
      expect([-1, 0, 1].map((by) => matches(at(noon + by), filter)))
        .toEqual([false, expected, true]);
      expect(matches(at(noon), filterOf({}, behaviors))).toBe(true);
    });
  }

  test("in a filter is exclusive", () => {
    expect([4, 5, 6].map((updatedAt) => isUpdatedAfter({ updatedAt }, 5)))
      .toEqual([false, false, true]);
    expect([4, 5, 6].map((time) => matches(at(time), { updatedAfter: 5 })))
      .toEqual([false, false, true]);
  });
});

test("externalService selects the records with a link to it, and true those with any link", () => {
  const behaviors = createBehaviors();
  const records = [at(0), at(0, "crm"), at(0, "erp", "crm"), at(0, "CRM", "true")];
  const selected = (externalService?: string) => {
    const filter = filterOf({ externalService }, behaviors);
    return records.map((record) => matches(record, filter));
  };
  expect(selected()).toEqual([true, true, true, true]);
  expect(selected("crm")).toEqual([false, true, true, false]);
  expect(selected("true")).toEqual([false, true, true, true]);
});

test("a record matches only if both the time and the service do", () => {
  const filter = { updatedAfter: 5, externalService: "crm" };
  expect([at(6, "crm"), at(5, "crm"), at(6)].map((record) => matches(record, filter)))
    .toEqual([true, false, false]);
});
