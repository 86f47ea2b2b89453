import { describe, expect, test } from "bun:test";
import { isNaive } from "../../../../../mock-server/world/collections/telemetry.ts";

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
