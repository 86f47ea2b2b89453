import { expect, test } from "bun:test";
import { createManualClock } from "../../../../mock-server/mod.ts";
import { createRateLimiter } from "../../../../src/http/rate-limit.ts";

const START = Date.parse("2026-01-01T00:00:00Z");
const standing = () => createManualClock({ start: START, autoAdvance: false });

/** Reserves a slot and returns its wait. */
function taking(limiter: ReturnType<typeof createRateLimiter>): number {
  const wait = limiter.wait();
  limiter.take();
  return wait;
}

test("the whole budget of a minute is available at once, and the next request waits a minute", () => {
  const limiter = createRateLimiter(3, standing());
  expect([1, 2, 3, 4].map(() => taking(limiter))).toEqual([0, 0, 0, 60_000]);
});

test("reading the wait does not use the budget", () => {
  const limiter = createRateLimiter(1, standing());
  for (let i = 0; i < 5; i++) expect(limiter.wait()).toBe(0);
});

test("concurrent requests queue up, each with its own slot", () => {
  const limiter = createRateLimiter(2, standing());
  const waits = [1, 2, 3, 4, 5, 6].map(() => taking(limiter));
  expect(waits).toEqual([0, 0, 60_000, 60_000, 120_000, 120_000]);
});

test("the wait shrinks as time passes, and is never negative", async () => {
  const clock = standing();
  const limiter = createRateLimiter(1, clock);
  limiter.take();
  await clock.advance("20s");
  expect(limiter.wait()).toBe(40_000);
  await clock.advance("40s");
  expect(limiter.wait()).toBe(0);
  await clock.advance("1h");
  expect(limiter.wait()).toBe(0);
});

test("no minute ever contains more than the budget, whenever requests come", async () => {
  const clock = standing();
  const limiter = createRateLimiter(4, clock);
  const sent: number[] = [];
  for (const pause of [0, 1_000, 0, 30_000, 0, 0, 29_000, 500, 0, 61_000, 0, 0, 0, 0, 7_000]) {
    await clock.advance(pause);
    sent.push(clock.now() + taking(limiter));
  }
  expect(sent).toEqual(sent.toSorted((a, b) => a - b));
  for (const start of sent) {
    const within = sent.filter((time) => time >= start && time < start + 60_000);
    expect(within.length).toBeLessThanOrEqual(4);
  }
});

test("a slot that is given back is free, and giving it back twice frees no other", () => {
  const limiter = createRateLimiter(2, standing());
  const giveBack = limiter.take();
  limiter.take();
  expect(limiter.wait()).toBe(60_000);
  giveBack();
  expect(limiter.wait()).toBe(0);
  giveBack();
  expect(taking(limiter)).toBe(0);
  expect(limiter.wait()).toBe(60_000);
});

test("requests that were sent count, however many that wait give their slots back", async () => {
  const clock = standing();
  const limiter = createRateLimiter(100, clock);
  for (let i = 0; i < 100; i++) limiter.take();
  await clock.advance("1s");
  for (const giveBack of Array.from({ length: 150 }, () => limiter.take())) giveBack();
  expect(taking(limiter)).toBe(59_000);
});

test("a budget larger than the documented one is counted completely", () => {
  const limiter = createRateLimiter(150, standing());
  const waits = Array.from({ length: 301 }, () => taking(limiter));
  expect(waits.filter((wait) => wait === 0).length).toBe(150);
  expect(waits.filter((wait) => wait === 60_000).length).toBe(150);
  expect(waits.at(-1)).toBe(120_000);
});

test("without a number, requests wait only in the five minutes after a 429", async () => {
  const clock = standing();
  const limiter = createRateLimiter(undefined, clock);
  for (let i = 0; i < 250; i++) expect(taking(limiter)).toBe(0);
  limiter.slowDown();
  // The limit of a minute, with a margin.
  expect(limiter.wait()).toBe(60_600);
  await clock.advance(60_600);
  for (let i = 0; i < 100; i++) expect(taking(limiter)).toBe(0);
  expect(limiter.wait()).toBe(60_600);
  await clock.advance(5 * 60_000 - 60_600 - 1);
  for (let i = 0; i < 100; i++) expect(taking(limiter)).toBe(0);
  expect(limiter.wait()).toBe(60_600);
  await clock.advance(1);
  for (let i = 0; i < 250; i++) expect(taking(limiter)).toBe(0);
});

test("a request never overtakes those that already wait", async () => {
  const clock = standing();
  const limiter = createRateLimiter(undefined, clock);
  limiter.slowDown();
  for (let i = 0; i < 601; i++) limiter.take();
  // The five minutes are over, but the last request waits for its slot in the sixth.
  await clock.advance(5 * 60_000);
  expect(limiter.wait()).toBe(6 * 60_600 - 5 * 60_000);
});
