import { describe, expect, test } from "bun:test";
import { retryAfter, wholeSeconds } from "../../../../mock-server/middleware/retry-after.ts";
import { createBehaviors } from "../../../../mock-server/world/behaviors/behaviors.ts";

const NOW = Date.parse("2026-01-31T12:00:29.750Z");

describe("Retry-After", () => {
  const cases = [
    ["seconds", "31"],
    ["date", "Sat, 31 Jan 2026 12:01:01 GMT"],
    ["zero", "0"],
    ["absent", undefined],
  ] as const;
  for (const [option, expected] of cases) {
    test(`is ${expected} with the option ${option}`, () => {
      const behaviors = createBehaviors({ "rate-limit.retry-after": option });
      expect(retryAfter(NOW, 30_500, behaviors)).toBe(expected);
    });
  }

  test("that is a date is a date, also at the end of time", () => {
    const behaviors = createBehaviors({ "rate-limit.retry-after": "date" });
    expect(retryAfter(8.64e15, 60_000, behaviors)).toBe("Sat, 13 Sep 275760 00:00:00 GMT");
  });
});

test("seconds are rounded up", () => {
  expect([1, 1_000, 1_001, 60_000].map(wholeSeconds)).toEqual([1, 1, 2, 60]);
});
