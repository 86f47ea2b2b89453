import { expect, test } from "bun:test";
import { createBehaviors } from "../../../../../mock-server/world/behaviors/behaviors.ts";
import { createRateLimiter } from "../../../../../mock-server/world/limits/rate-limiter.ts";

function createRateWindow(limit: number | "off", behaviors = {}) {
  const { take, clear } = createRateLimiter(limit, createBehaviors(behaviors));
  return { take: (now: number, scope = "") => take(now, scope), clear };
}

test("a rate limit that is off accepts everything", () => {
  const window = createRateWindow("off");
  for (let i = 0; i < 1_000; i++) expect(window.take(0)).toBeUndefined();
});

test("as many requests as the limit are accepted in a minute, and the next one gets its wait", () => {
  const window = createRateWindow(3);
  expect([0, 10_000, 20_000].map((now) => window.take(now))).toEqual(Array(3).fill(undefined));
  expect(window.take(20_000)).toBe(40_000);
  expect(window.take(59_999)).toBe(1);
});

test("after exactly that wait one request is accepted", () => {
  const window = createRateWindow(2);
  window.take(0);
  window.take(30_000);
  expect(window.take(60_000)).toBeUndefined();
  expect(window.take(60_000)).toBe(30_000);
});

test("the minute slides: no sixty seconds ever contain more than the limit", () => {
  const window = createRateWindow(5);
  const taken: number[] = [];
  for (let now = 0; now < 300_000; now += 777) {
    if (window.take(now) === undefined) taken.push(now);
  }
  for (const start of taken) {
    const within = taken.filter((time) => time >= start && time < start + 60_000);
    expect(within.length).toBeLessThanOrEqual(5);
  }
  expect(taken.length).toBe(25);
});

test("refused requests do not count", () => {
  const window = createRateWindow(1);
  window.take(0);
  for (let now = 1_000; now < 60_000; now += 1_000) expect(window.take(now)).toBe(60_000 - now);
  expect(window.take(60_000)).toBeUndefined();
});

test("a clock that is set back removes future requests from the window", () => {
  const window = createRateWindow(2);
  window.take(100_000);
  window.take(110_000);
  expect(window.take(50_000)).toBeUndefined();
  expect(window.take(50_000)).toBeUndefined();
  expect(window.take(50_000)).toBe(60_000);
});

test("with a fixed window, the count starts again with each minute of the clock", () => {
  const window = createRateWindow(2, { "rate-limit.window": "fixed" });
  expect([50_000, 59_999].map((now) => window.take(now))).toEqual([undefined, undefined]);
  expect(window.take(59_999)).toBe(1);
  expect([60_000, 60_000].map((now) => window.take(now))).toEqual([undefined, undefined]);
  expect(window.take(60_000)).toBe(60_000);
});

test("each scope has its own limit", () => {
  const window = createRateWindow(1);
  expect([window.take(0, "a"), window.take(0, "b"), window.take(0, "a")])
    .toEqual([undefined, undefined, 60_000]);
});

test("after clear, no request counts", () => {
  const window = createRateWindow(1);
  window.take(0);
  window.clear();
  expect([window.take(0), window.take(0)]).toEqual([undefined, 60_000]);
});
