// A clock that is frozen and resumed.
import { expect, test } from "bun:test";
import { createManualClock } from "../../../../../mock-server/mod.ts";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("freeze stops the time where it is, and resume continues from there", async () => {
  const clock = createManualClock({ start: 0 });
  expect(clock.running).toBe(false);
  clock.resume();
  expect(clock.running).toBe(true);
  await wait(15);
  clock.freeze();
  const stopped = clock.now();
  expect(stopped).toBeGreaterThanOrEqual(10);
  await wait(15);
  expect([clock.now(), clock.running]).toEqual([stopped, false]);
  clock.resume();
  expect(clock.now() - stopped).toBeLessThan(10);
});

test("advance wakes a sleeper of a frozen clock at its original time", async () => {
  const clock = createManualClock({ start: 0, running: true });
  let woken: number | undefined;
  const sleeping = clock.sleep(20).then(() => woken = clock.now());
  clock.freeze();
  await wait(40);
  expect(woken).toBeUndefined();
  await clock.advance(20);
  await sleeping;
  expect(woken).toBeGreaterThanOrEqual(20);
});

test("a sleeper of a frozen clock wakes once the clock resumes", async () => {
  const clock = createManualClock({ start: 0, autoAdvance: false });
  const sleeping = clock.sleep(15);
  clock.resume();
  await sleeping;
  expect(clock.now()).toBeGreaterThanOrEqual(15);
  expect(clock.now()).toBeLessThan(1_000);
});

test("a sleep does not move the time if the clock runs by then", async () => {
  const clock = createManualClock({ start: 0 });
  const controller = new AbortController();
  const sleeping = clock.sleep(3_600_000, controller.signal).catch(() => {});
  clock.resume();
  await wait(10);
  expect(clock.now()).toBeLessThan(3_600_000);
  controller.abort();
  await sleeping;
});

test("reset keeps the remaining time of sleepers, and cancels a move in progress", async () => {
  const clock = createManualClock({ start: 0, autoAdvance: false });
  const woken: number[] = [];
  const sleep = async (ms: number) => {
    await clock.sleep(ms);
    woken.push(clock.now());
  };
  await clock.advance("1h");
  void sleep(2_000);
  clock.reset();
  expect(clock.now()).toBe(0);
  await clock.advance(1_999);
  expect(woken).toEqual([]);
  await clock.advance(1);
  expect(woken).toEqual([2_000]);

  void sleep(10);
  const moving = clock.advance("1h");
  clock.reset();
  await moving;
  expect(clock.now()).toBe(0);
});

test("a sleeper from before a reset does not jump an auto-advancing clock forward", async () => {
  const clock = createManualClock({ start: 0 });
  await clock.advance("1h");
  const slept = clock.sleep(2_000);
  clock.reset();
  await slept;
  expect(clock.now()).toBe(2_000);
});

test("reset restores the start time and whether the clock runs", () => {
  const clock = createManualClock({ start: 5 });
  void clock.advance("1h");
  clock.resume();
  clock.reset();
  expect([clock.now(), clock.running]).toEqual([5, false]);
});
