import { describe, expect, test } from "bun:test";
import {
  retryAfter,
  retryDelay,
  retryPolicy,
  type RetrySituation,
} from "../../../../src/http/retry.ts";

const POLICY = retryPolicy({ limit: 4, baseDelay: 100, maxDelay: 1_000 });
const NOON = Date.parse("2026-01-01T12:00:00Z");
const NEARLY_ONE = 1 - Number.EPSILON / 2;

const answer = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
});

const delay = (situation: Partial<RetrySituation>, policy = POLICY) =>
  retryDelay(policy, {
    attempt: 1,
    idempotent: true,
    now: NOON,
    random: () => 0.5,
    ...situation,
  });

describe("how long a wait is", () => {
  test("it lies anywhere from nothing up to its bound", () => {
    expect(delay({ random: () => 0 })).toBe(0);
    expect(delay({ random: () => 0.25 })).toBe(25);
    expect(delay({ random: () => NEARLY_ONE })).toBeLessThanOrEqual(100);
    expect(delay({ random: () => NEARLY_ONE })).toBeGreaterThan(99.9);
  });

  test("the bound doubles with each attempt", () => {
    const bounds = [1, 2, 3, 4].map((attempt) => delay({ attempt, random: () => 1 }));
    expect(bounds).toEqual([100, 200, 400, 800]);
  });

  test("the bound never passes maxDelay, however many attempts there were", () => {
    const patient = { ...POLICY, limit: 5_000 };
    expect(delay({ attempt: 5, random: () => 1 }, patient)).toBe(1_000);
    expect(delay({ attempt: 5_000, random: () => 1 }, patient)).toBe(1_000);
  });

  test("after a 429 without Retry-After all waits together cover the minute, each longer", () => {
    for (const limit of [1, 2, 4, 10]) {
      const policy = retryPolicy(limit);
      for (const random of [() => 0, () => 0.5, () => 0.999]) {
        const waits = Array.from(
          { length: limit },
          (_, i) => delay({ response: answer(429), attempt: i + 1, random }, policy) ?? NaN,
        );
        const sum = waits.reduce((a, b) => a + b, 0);
        expect(sum).toBeGreaterThanOrEqual(Math.min(60_000, 59_999.999));
        expect(sum).toBeLessThanOrEqual(80_000);
        expect(waits).toEqual(waits.toSorted((a, b) => a - b));
      }
    }
  });

  test("a Retry-After of 0, or in the past, does not use up all tries at once", () => {
    const date = "Thu, 01 Jan 2026 00:00:00 GMT";
    for (
      const headers of [{ "retry-after": "0" }, { "retry-after": date, date }]
    ) {
      const waits = [1, 2, 3, 4].map((attempt) =>
        delay({ response: answer(429, headers), attempt, random: () => 0 }) ?? NaN
      );
      expect(waits.reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
      expect(Math.min(...waits)).toBeGreaterThan(0);
    }
  });

  test("a 429 without Retry-After waits a tenth of the minute first, and a third more at most", () => {
    const policy = retryPolicy(undefined);
    expect(delay({ response: answer(429), random: () => 1 }, policy)).toBe(8_000);
    expect(delay({ response: answer(429), attempt: 2, random: () => 1 }, policy)).toBe(16_000);
  });

  test("maxDelay bounds the waits after a 429 too", () => {
    expect(delay({ response: answer(429), random: () => 1 })).toBe(1_000);
  });

  test("Retry-After is kept to, without jitter, beyond maxDelay, after a gateway's error too", () => {
    for (const status of [429, 503]) {
      expect(delay({ response: answer(status, { "retry-after": "30" }) })).toBe(30_000);
    }
  });

  test("what is no duration in Retry-After is passed over", () => {
    expect(delay({ response: answer(503, { "retry-after": "soon" }) })).toBe(50);
  });
});

describe("whether there is a further attempt", () => {
  test("a 429 is sent again whatever the method", () => {
    for (const idempotent of [true, false]) {
      expect(delay({ response: answer(429), idempotent })).toBeNumber();
    }
  });

  test("a lost answer and 502, 503 and 504 only when sending twice does no harm", () => {
    for (const given of [undefined, answer(502), answer(503), answer(504)]) {
      expect(delay({ response: given, idempotent: true })).toBeNumber();
      expect(delay({ response: given, idempotent: false })).toBeUndefined();
    }
  });

  test("Retry-After does not make a request safe to repeat", () => {
    const given = answer(503, { "retry-after": "1" });
    expect(delay({ response: given, idempotent: false })).toBeUndefined();
  });

  test("no other status is sent again, a 500 least of all", () => {
    for (const status of [200, 301, 400, 401, 403, 404, 408, 409, 500, 501, 505]) {
      expect(delay({ response: answer(status, { "retry-after": "1" }) })).toBeUndefined();
    }
  });

  test("retries are used up", () => {
    const given = answer(429, { "retry-after": "1" });
    expect(delay({ attempt: 4, response: given })).toBe(1_000);
    expect(delay({ attempt: 5, response: given })).toBeUndefined();
  });

  test("false is never", () => {
    const never = retryPolicy(false);
    expect(delay({}, never)).toBeUndefined();
    expect(delay({ response: answer(429, { "retry-after": "1" }) }, never)).toBeUndefined();
  });

  test("an option that is left out or undefined has its default", () => {
    const defaults = { limit: 4, baseDelay: 300, maxDelay: 60_000 };
    expect(retryPolicy(undefined)).toEqual(defaults);
    expect(retryPolicy({ baseDelay: undefined })).toEqual(defaults);
    expect(retryPolicy({ limit: 0 })).toEqual({ ...defaults, limit: 0 });
  });
});

describe("what Retry-After says", () => {
  const read = (headers: Record<string, string>) => retryAfter(new Headers(headers), NOON);
  const noon = new Date(NOON).toUTCString();
  const inAMinute = new Date(NOON + 60_000).toUTCString();

  test("seconds", () => {
    expect(read({ "retry-after": "21" })).toBe(21_000);
    expect(read({ "retry-after": " 0 " })).toBe(0);
  });

  test("a date is read against the answer's own Date, so that a wrong local clock does not matter", () => {
    const halfPast = new Date(NOON + 30_000).toUTCString();
    expect(read({ "retry-after": inAMinute, date: halfPast })).toBe(30_000);
  });

  test("a date is read against the local clock when the answer has no readable Date", () => {
    expect(read({ "retry-after": inAMinute })).toBe(60_000);
    expect(read({ "retry-after": inAMinute, date: "today" })).toBe(60_000);
  });

  test("a date that is past is no wait", () => {
    expect(read({ "retry-after": noon, date: inAMinute })).toBe(0);
  });

  test("nothing, when it is missing, empty or neither seconds nor a date", () => {
    expect(read({})).toBeUndefined();
    for (const value of ["", "   ", "soon", "1e3", "0x10", "soon 5", "1.5", "-5"]) {
      expect(read({ "retry-after": value })).toBeUndefined();
    }
  });
});
