import { expect, test } from "bun:test";
import { hasZone, inUtc } from "../../../../../mock-server/world/clock/time-zone.ts";

test("a time has a zone if it ends with Z or an offset", () => {
  for (const time of ["2026-01-31T12:00:00", "2026-01-31T12:00", "2026-01-31T12:00:00.123"]) {
    expect([time, hasZone(time), inUtc(time)]).toEqual([time, false, `${time}Z`]);
  }
  for (
    const time of [
      "2026-01-31T12:00:00Z",
      "2026-01-31T12:00Z",
      "2026-01-31T12:00:00+01:00",
      "2026-01-31T12:00:00.5-01:00",
    ]
  ) expect([time, hasZone(time), inUtc(time)]).toEqual([time, true, time]);
});

test("a date has no zone, and means UTC as it is", () => {
  expect([hasZone("2026-01-31"), inUtc("2026-01-31")]).toEqual([false, "2026-01-31"]);
});
