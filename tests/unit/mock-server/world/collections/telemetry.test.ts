import { describe, expect, test } from "bun:test";
import { createBehaviors } from "../../../../../mock-server/world/behaviors/behaviors.ts";
import { afterIngest, isNaive } from "../../../../../mock-server/world/collections/telemetry.ts";

describe("a timestamp without an offset", () => {
  test("has neither Z nor an offset", () => {
    for (const naive of ["2026-01-31T12:00:00", "2026-01-31T12:00", "2026-01-31T12:00:00.123"]) {
      expect([naive, isNaive(naive)]).toEqual([naive, true]);
    }
    for (
      const other of [
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00+01:00",
        "2026-01-31T12:00:00-01:00",
        "2026-01-31",
        "noon",
        "",
      ]
    ) expect([other, isNaive(other)]).toEqual([other, false]);
  });
});

test("an ingest writes its latest values to the record only if the tenant does that", () => {
  const record = { id: "a", numericId: 1, data: { x: 0, y: 0 }, external: [], updatedAt: 1 };
  const changes = [
    { timestamp: "2026-01-31T12:00:00Z", data: { x: 2 } },
    { timestamp: "2026-01-31T12:30:00+01:00", data: { x: 1, z: 1 } },
  ];
  const now = () => 5;
  const after = (option: "yes" | "no") =>
    afterIngest(record, changes, {
      now,
      behaviors: createBehaviors({ "ingest.writes-record": option }),
    });
  expect(after("no")).toBe(record);
  expect(after("yes")).toEqual({ ...record, data: { x: 2, y: 0, z: 1 }, updatedAt: 5 });
});
