import { describe, expect, test } from "bun:test";
import { createClient, type FetchFunction, NetworkError } from "../../../../mod.ts";
import { createManualClock } from "../../../../mock-server/mod.ts";
import {
  isRepeatable,
  isTransient,
  retryDelay,
  retryPolicy,
  type RetrySituation,
} from "../../../../src/http/retry.ts";

const POLICY = retryPolicy({ limit: 4, baseDelay: 100, maxDelay: 1_000 });
const NOON = Date.parse("2026-01-01T12:00:00Z");
const NEARLY_ONE = 1 - Number.EPSILON / 2;

const response = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
});

const delay = (situation: Partial<RetrySituation>, policy = POLICY) =>
  retryDelay(policy, {
    attempt: 1,
    idempotent: true,
    body: undefined,
    now: NOON,
    remaining: Infinity,
    random: () => 0.5,
    ...situation,
  });

test("a status is transient exactly if an idempotent request is retried after it", () => {
  const statuses = Array.from({ length: 400 }, (_, i) => 200 + i);
  expect(statuses.filter(isTransient)).toEqual(
    statuses.filter((status) => delay({ response: response(status) }) !== undefined),
  );
  expect(isTransient(429)).toBe(true);
});

describe("the wait", () => {
  test("is random between zero and its bound", () => {
    expect(delay({ random: () => 0 })).toBe(0);
    expect(delay({ random: () => 0.25 })).toBe(25);
    expect(delay({ random: () => NEARLY_ONE })).toBeLessThanOrEqual(100);
    expect(delay({ random: () => NEARLY_ONE })).toBeGreaterThan(99.9);
  });

  test("is shorter than the time left, or there is no further attempt", () => {
    expect(delay({ random: () => 0.25, remaining: 26 })).toBe(25);
    expect(delay({ random: () => 0.25, remaining: 25 })).toBeUndefined();
  });

  test("has a bound that doubles with each attempt", () => {
    const bounds = [1, 2, 3, 4].map((attempt) => delay({ attempt, random: () => 1 }));
    expect(bounds).toEqual([100, 200, 400, 800]);
  });

  test("never exceeds maxDelay, however many attempts there were", () => {
    const patient = { ...POLICY, limit: 5_000 };
    expect(delay({ attempt: 5, random: () => 1 }, patient)).toBe(1_000);
    expect(delay({ attempt: 5_000, random: () => 1 }, patient)).toBe(1_000);
  });

  test("grows after each 429 without Retry-After, and all waits together cover the minute", () => {
    for (const limit of [1, 2, 4, 10]) {
      const policy = retryPolicy(limit);
      for (const random of [() => 0, () => 0.5, () => 0.999]) {
        const waits = Array.from(
          { length: limit },
          (_, i) => delay({ response: response(429), attempt: i + 1, random }, policy) ?? NaN,
        );
        const sum = waits.reduce((a, b) => a + b, 0);
        expect(sum).toBeGreaterThanOrEqual(Math.min(60_000, 59_999.999));
        expect(sum).toBeLessThanOrEqual(80_000);
        expect(waits).toEqual(waits.toSorted((a, b) => a - b));
      }
    }
  });

  test("does not use up all retries at once after a Retry-After of 0 or in the past", () => {
    const date = "Thu, 01 Jan 2026 00:00:00 GMT";
    for (
      const headers of [{ "retry-after": "0" }, { "retry-after": date, date }]
    ) {
      const waits = [1, 2, 3, 4].map((attempt) =>
        delay({ response: response(429, headers), attempt, random: () => 0 }) ?? NaN
      );
      expect(waits.reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
      expect(Math.min(...waits)).toBeGreaterThan(0);
    }
  });

  test("is a tenth of the minute after the first 429 without Retry-After, plus a third at most", () => {
    const policy = retryPolicy(undefined);
    expect(delay({ response: response(429), random: () => 1 }, policy)).toBe(8_000);
    expect(delay({ response: response(429), attempt: 2, random: () => 1 }, policy)).toBe(16_000);
  });

  test("is limited by maxDelay after a 429 too", () => {
    expect(delay({ response: response(429), random: () => 1 })).toBe(1_000);
  });

  test("follows Retry-After exactly, without jitter, beyond maxDelay and after a gateway error", () => {
    for (const status of [429, 503]) {
      expect(delay({ response: response(status, { "retry-after": "30" }) })).toBe(30_000);
    }
  });

  test("ignores an invalid Retry-After", () => {
    expect(delay({ response: response(503, { "retry-after": "soon" }) })).toBe(50);
  });
});

describe("another attempt", () => {
  test("follows a 429 for every method", () => {
    for (const idempotent of [true, false]) {
      expect(delay({ response: response(429), idempotent })).toBeNumber();
    }
  });

  test("follows a lost response, 502, 503 and 504 only if resending is safe", () => {
    for (const given of [undefined, response(502), response(503), response(504)]) {
      expect(delay({ response: given, idempotent: true })).toBeNumber();
      expect(delay({ response: given, idempotent: false })).toBeUndefined();
    }
  });

  test("does not follow only because of Retry-After", () => {
    const given = response(503, { "retry-after": "1" });
    expect(delay({ response: given, idempotent: false })).toBeUndefined();
  });

  test("follows no other status, especially not a 500", () => {
    for (const status of [200, 301, 400, 401, 403, 404, 408, 409, 500, 501, 505]) {
      expect(delay({ response: response(status, { "retry-after": "1" }) })).toBeUndefined();
    }
  });

  test("does not follow the last retry", () => {
    const given = response(429, { "retry-after": "1" });
    expect(delay({ attempt: 4, response: given })).toBe(1_000);
    expect(delay({ attempt: 5, response: given })).toBeUndefined();
  });

  test("never follows with retry: false", () => {
    const never = retryPolicy(false);
    expect(delay({}, never)).toBeUndefined();
    expect(delay({ response: response(429, { "retry-after": "1" }) }, never)).toBeUndefined();
  });

  test("an absent or undefined option has its default", () => {
    const defaults = { limit: 4, baseDelay: 300, maxDelay: 60_000 };
    expect(retryPolicy(undefined)).toEqual(defaults);
    expect(retryPolicy({ baseDelay: undefined })).toEqual(defaults);
    expect(retryPolicy({ limit: 0 })).toEqual({ ...defaults, limit: 0 });
  });
});

test.each([
  ["GET", true],
  ["HEAD", true],
  ["PUT", true],
  ["PATCH", true],
  ["DELETE", true],
  ["POST", false],
  ["PURGE", false],
])("%s may be sent twice: %p", (method, isSafe) => {
  expect(isRepeatable(method)).toBe(isSafe);
});

test("a body that breaks off does not shorten the wait that a 429 asks for", async () => {
  let requests = 0;
  const fetch: FetchFunction = () => {
    requests += 1;
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("cut")) });
    return Promise.resolve(new Response(body, { status: 429, headers: { "retry-after": "600" } }));
  };
  const client = createClient({
    baseUrl: "https://kinabase.invalid/api/v1/",
    token: "token",
    fetch,
    clock: createManualClock(),
  });
  await expect(client.status({ timeout: 20_000 })).rejects.toThrow(NetworkError);
  expect(requests).toBe(1);
});
