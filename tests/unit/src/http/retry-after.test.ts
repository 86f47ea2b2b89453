import { describe, expect, test } from "bun:test";
import { retryAfter } from "../../../../src/http/retry-after.ts";

const NOON = Date.parse("2026-01-01T12:00:00Z");

describe("Retry-After", () => {
  const read = (headers: Record<string, string>) => retryAfter(new Headers(headers), NOON);
  const noon = new Date(NOON).toUTCString();
  const inAMinute = new Date(NOON + 60_000).toUTCString();

  test("can be in seconds", () => {
    expect(read({ "retry-after": "21" })).toBe(21_000);
    expect(read({ "retry-after": " 0 " })).toBe(0);
  });

  test("can be a date, compared with the response's own Date, so that a wrong local clock does not matter", () => {
    const halfPast = new Date(NOON + 30_000).toUTCString();
    expect(read({ "retry-after": inAMinute, date: halfPast })).toBe(30_000);
  });

  test("can be a date, compared with the local clock if the response has no valid Date", () => {
    expect(read({ "retry-after": inAMinute })).toBe(60_000);
    expect(read({ "retry-after": inAMinute, date: "today" })).toBe(60_000);
  });

  test("in the past means no wait", () => {
    expect(read({ "retry-after": noon, date: inAMinute })).toBe(0);
  });

  test("is ignored when it is missing, empty or neither seconds nor a date", () => {
    expect(read({})).toBeUndefined();
    for (
      const value of [
        ...["", "   ", "soon", "1e3", "0x10", "soon 5", "1.5", "-5"],
        // Dates for Date.parse() of at least one engine.
        ...["in about 5", "soon, please 5", `1 ${inAMinute}`, `(then) ${inAMinute}`, "2026-01-01"],
        `Thu, ${" ".repeat(100)}01 Jan 2026 12:00:00 GMT`,
      ]
    ) {
      expect(read({ "retry-after": value })).toBeUndefined();
    }
  });

  test("may have the formats of dates that HTTP has had", () => {
    for (
      const value of [
        "Thu, 01 Jan 2026 12:01:00 GMT",
        "Thursday, 01-Jan-2026 12:01:00 GMT",
        "Thu Jan  1 12:01:00 2026",
        // Not a date of HTTP, but one that says what it means.
        "Thu, 01 Jan 2026 13:01:00 +0100",
      ]
    ) {
      expect(read({ "retry-after": value })).toBe(60_000);
    }
  });
});
