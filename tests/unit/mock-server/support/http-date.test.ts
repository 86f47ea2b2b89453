import { expect, test } from "bun:test";
import { httpDate } from "../../../../mock-server/support/http-date.ts";

test("a time is shown with whole seconds, whatever was shown before", () => {
  const time = Date.parse("2026-01-31T12:00:00Z");
  const texts = [time, time + 999, time + 1_000, time, time - 1].map(httpDate);
  expect(texts).toEqual([
    "Sat, 31 Jan 2026 12:00:00 GMT",
    "Sat, 31 Jan 2026 12:00:00 GMT",
    "Sat, 31 Jan 2026 12:00:01 GMT",
    "Sat, 31 Jan 2026 12:00:00 GMT",
    "Sat, 31 Jan 2026 11:59:59 GMT",
  ]);
});
