import { afterEach, beforeEach, expect, test } from "bun:test";
import { NetworkError, TimeoutError } from "../../../../mod.ts";
import { createManualClock } from "../../../../mock-server/mod.ts";
import { type Flights, singleFlight } from "../../../../src/auth/single-flight.ts";
import { startDeadline } from "../../../../src/http/deadline.ts";

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

beforeEach(() => void process.on("unhandledRejection", note));
afterEach(async () => {
  // The runtime reports unhandled rejections a turn later.
  await new Promise((resolve) => setTimeout(resolve, 0));
  process.off("unhandledRejection", note);
  expect(unhandled.splice(0)).toEqual([]);
});

/** Work that the test resolves or rejects. */
interface Work {
  resolve(value: string): void;
  reject(reason: unknown): void;
  signal: AbortSignal;
}

/** Creates callers that share flights. `ignoreAbort`: the work does not reject when it is aborted. */
function setup({ waitTimeout = 1_000, ignoreAbort = false } = {}) {
  const flights: Flights<string> = new Map();
  const clock = createManualClock({ start: 0, autoAdvance: false });
  const started: Work[] = [];
  const call = (over: { timeout?: number; signal?: AbortSignal } = {}) =>
    singleFlight({
      flights,
      key: "token",
      clock,
      waitTimeout,
      deadline: startDeadline({ timeout: 60_000, clock, ...over }),
      work: (signal) =>
        new Promise((resolve, reject) => {
          if (!ignoreAbort) signal.addEventListener("abort", () => reject(signal.reason));
          started.push({ resolve, reject, signal });
        }),
    });
  const work = (number: number): Work => {
    const found = started[number - 1];
    if (found === undefined) throw new Error(`flight ${number} has not started`);
    return found;
  };
  return { flights, clock, started, work, call };
}

/** Returns the reason of a rejected promise. */
const reasonOf = (waiting: Promise<unknown>): Promise<unknown> =>
  waiting.then((value) => {
    throw new Error(`expected a rejection, got ${String(value)}`);
  }, (reason: unknown) => reason);

/** Lets the callbacks of settled promises run. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

test("concurrent callers share one flight", async () => {
  const { call, started, work, flights } = setup();
  const waiting = Array.from({ length: 20 }, () => call());
  await settle();
  expect(started.length).toBe(1);
  work(1).resolve("a token");
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 20 }, () => "a token"));
  expect(flights.size).toBe(0);
});

test("callers one after another start their own flights", async () => {
  const { call, work } = setup();
  const first = call();
  work(1).resolve("one");
  expect(await first).toBe("one");
  const second = call();
  work(2).resolve("two");
  expect(await second).toBe("two");
});

test("an error of Kinabase rejects all waiters of the flight", async () => {
  const { call, started, work, flights } = setup();
  const waiting = [call(), call(), call()].map(reasonOf);
  const error = new NetworkError("no response", {});
  work(1).reject(error);
  expect(await Promise.all(waiting)).toEqual([error, error, error]);
  expect(started.length).toBe(1);
  expect(flights.size).toBe(0);
});

test("a flight with a foreign error rejects only its owner, and the waiters start one new flight", async () => {
  const { call, started, work } = setup();
  const owner = reasonOf(call());
  const others = [call(), call(), call()];
  const foreign = new Error("This promise belongs to a request that has ended");
  work(1).reject(foreign);
  expect(await owner).toBe(foreign);
  await settle();
  expect(started.length).toBe(2);
  work(2).resolve("a token");
  expect(await Promise.all(others)).toEqual(["a token", "a token", "a token"]);
});

test("waiters that reach waitTimeout start one new flight together", async () => {
  const { call, clock, started, work } = setup({ waitTimeout: 500 });
  const owner = call();
  const others = [call(), call(), call()];
  await clock.advance(499);
  await settle();
  expect(started.length).toBe(1);
  await clock.advance(1);
  await settle();
  expect(started.length).toBe(2);
  work(2).resolve("from the second");
  expect(await Promise.all(others)).toEqual(Array.from({ length: 3 }, () => "from the second"));
  work(1).resolve("from the first");
  expect(await owner).toBe("from the first");
});

test("the owner waits until its own deadline, whatever waitTimeout is", async () => {
  const { call, clock, started, work } = setup({ waitTimeout: 500 });
  const owner = call();
  await clock.advance(30_000);
  expect(started.length).toBe(1);
  work(1).resolve("late");
  expect(await owner).toBe("late");
});

test("a flight that ends does not remove a newer one from the map", async () => {
  const { call, clock, started, work } = setup({ waitTimeout: 500 });
  const owner = call();
  const second = call();
  await clock.advance(500);
  work(1).resolve("one");
  expect(await owner).toBe("one");
  const third = call();
  await settle();
  expect(started.length).toBe(2);
  work(2).resolve("two");
  expect(await Promise.all([second, third])).toEqual(["two", "two"]);
});

test("a caller that aborts leaves the flight to the others", async () => {
  const { call, started, work } = setup();
  const controller = new AbortController();
  const owner = reasonOf(call({ signal: controller.signal }));
  const other = call();
  await settle();
  controller.abort("enough");
  expect(await owner).toBe("enough");
  expect(work(1).signal.aborted).toBe(false);
  const joined = call();
  work(1).resolve("a token");
  expect(await Promise.all([other, joined])).toEqual(["a token", "a token"]);
  expect(started.length).toBe(1);
});

test("when the last waiter leaves, the flight is canceled and cannot be joined", async () => {
  const { call, work, flights } = setup();
  const [one, two] = [new AbortController(), new AbortController()];
  const owner = reasonOf(call({ signal: one.signal }));
  const other = reasonOf(call({ signal: two.signal }));
  await settle();
  one.abort("one");
  expect(await owner).toBe("one");
  expect(work(1).signal.aborted).toBe(false);
  two.abort("two");
  expect(await other).toBe("two");
  expect(work(1).signal.aborted).toBe(true);
  expect(flights.size).toBe(0);

  const next = call();
  work(2).resolve("a token");
  expect(await next).toBe("a token");
});

test("a canceled flight that never settles cannot be joined", async () => {
  const { call, work } = setup({ ignoreAbort: true });
  const controller = new AbortController();
  const owner = reasonOf(call({ signal: controller.signal }));
  await settle();
  controller.abort("enough");
  await owner;
  const next = call();
  work(2).resolve("a token");
  expect(await next).toBe("a token");
});

test("a waiter that reaches its own deadline does not affect the others", async () => {
  const { call, clock, work } = setup({ waitTimeout: 5_000 });
  const owner = call();
  const impatient = reasonOf(call({ timeout: 100 }));
  await clock.advance(100);
  expect(await impatient).toBeInstanceOf(TimeoutError);
  work(1).resolve("a token");
  expect(await owner).toBe("a token");
});

test("a caller that aborts with a foreign error does not start a flight", async () => {
  const { call, started, work } = setup();
  const owner = call();
  const controller = new AbortController();
  const other = reasonOf(call({ signal: controller.signal }));
  await settle();
  controller.abort(new Error("not of this client"));
  expect(String(await other)).toBe("Error: not of this client");
  expect(started.length).toBe(1);
  work(1).resolve("a token");
  await owner;
});

test("a flight that rejects after every caller has left causes no unhandled rejection", async () => {
  const { call, work } = setup();
  const controller = new AbortController();
  const owner = reasonOf(call({ signal: controller.signal }));
  await settle();
  controller.abort("enough");
  await owner;
  work(1).reject(new Error("after every caller has left"));
});

test("a flight that rejects when only timed-out waiters remain causes no unhandled rejection", async () => {
  const { call, clock, work } = setup({ waitTimeout: 500 });
  const controller = new AbortController();
  const owner = reasonOf(call({ signal: controller.signal }));
  const other = call();
  await clock.advance(500);
  controller.abort("enough");
  await owner;
  work(1).reject(new Error("after waitTimeout"));
  work(2).resolve("a token");
  expect(await other).toBe("a token");
});
