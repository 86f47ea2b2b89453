import { afterEach, beforeEach, describe, expect, mock, spyOn, test } from "bun:test";
import { type Clock, NetworkError, systemClock, TimeoutError } from "../../../../mod.ts";
import { createManualClock } from "../../../../mock-server/mod.ts";
import { type Flights, singleFlight } from "../../../../src/auth/single-flight.ts";
import { type Deadline, startDeadline } from "../../../../src/http/deadline.ts";

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

beforeEach(() => void process.on("unhandledRejection", note));
afterEach(async () => {
  // The runtime reports unhandled rejections a turn later.
  await new Promise((resolve) => setTimeout(resolve, 0));
  process.off("unhandledRejection", note);
  expect(unhandled.splice(0)).toEqual([]);
  mock.restore();
  if (navigator !== undefined) Object.defineProperty(globalThis, "navigator", navigator);
});

const navigator = Object.getOwnPropertyDescriptor(globalThis, "navigator");

/** Replaces the global that tells the runtime, until the end of the test. */
function pretendNavigator(value: unknown): void {
  Object.defineProperty(globalThis, "navigator", { value, configurable: true });
}

/** Work that the test resolves or rejects. */
interface Work {
  resolve(value: string): void;
  reject(reason: unknown): void;
  signal: AbortSignal;
}

/** The options of {@linkcode setup}. */
interface Setup {
  waitTimeout?: number;
  /** The work does not reject when it is aborted. */
  ignoreAbort?: boolean;
  clock?: Clock;
}

/** The options of one caller. */
interface Caller {
  timeout?: number;
  signal?: AbortSignal;
  /** Called after each wait of the caller that succeeds. */
  afterWait?: () => void;
}

const waitedFor = (deadline: Deadline, afterWait: () => void): Deadline => ({
  ...deadline,
  async guard(awaited, work) {
    const value = await deadline.guard(awaited, work);
    afterWait();
    return value;
  },
});

/** Creates callers that share flights. */
function setup(
  {
    waitTimeout = 1_000,
    ignoreAbort = false,
    clock: given,
  }: Setup = {},
) {
  const flights: Flights<string> = new Map();
  const manual = createManualClock({ start: 0, autoAdvance: false });
  const clock = given ?? manual;
  const started: Work[] = [];
  const call = ({ afterWait = () => {}, ...over }: Caller = {}) =>
    singleFlight({
      flights,
      key: "token",
      clock,
      waitTimeout,
      deadline: waitedFor(startDeadline({ timeout: 60_000, clock, ...over }), afterWait),
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
  return { flights, clock: manual, started, work, call };
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

test("the error of a waiter that reaches its own deadline says what it waited for", async () => {
  const { call, clock, work } = setup({ waitTimeout: 5_000 });
  const owner = reasonOf(call({ timeout: 100 }));
  const waiter = reasonOf(call({ timeout: 50 }));
  await clock.advance(100);
  expect(String(await owner)).toContain("No token within 100 ms (timeout)");
  expect(String(await waiter)).toContain("No token within 50 ms (timeout)");
  work(1).resolve("too late");
});

describe("a waiter whose flight fails for another caller", () => {
  test("starts no flight when its own time is over", async () => {
    // A clock whose timers do not fire, like those of a program that was busy.
    let time = 0;
    const clock = {
      now: () => time,
      sleep: () => new Promise<void>(() => {}),
    };
    const { call, started, work } = setup({ clock });
    const owner = reasonOf(call());
    const waiter = reasonOf(call({ timeout: 100 }));
    await settle();
    time = 100;
    work(1).reject(new Error("of another request"));
    await owner;
    expect(await waiter).toBeInstanceOf(TimeoutError);
    expect(started.length).toBe(1);
  });

  test("starts no flight when it has aborted", async () => {
    const { call, started, work } = setup();
    const controller = new AbortController();
    const owner = reasonOf(call());
    const waiter = reasonOf(call({
      signal: controller.signal,
      afterWait: () => controller.abort("enough"),
    }));
    await settle();
    work(1).reject(new Error("of another request"));
    await owner;
    expect(await waiter).toBe("enough");
    expect(started.length).toBe(1);
  });
});

test("a caller that has aborted starts no flight", async () => {
  const { call, started, flights } = setup();
  expect(await reasonOf(call({ signal: AbortSignal.abort("enough") }))).toBe("enough");
  expect(started.length).toBe(0);
  expect(flights.size).toBe(0);
});

test("a runtime without a navigator, like Node 20, is not taken for Workers", async () => {
  pretendNavigator(undefined);
  const sleep = spyOn(systemClock, "sleep");
  const { call, work } = setup();
  const waiting = [call(), call()];
  await settle();
  work(1).resolve("a token");
  expect(await Promise.all(waiting)).toEqual(["a token", "a token"]);
  expect(sleep).not.toHaveBeenCalled();
});

describe("on Workers, where a promise belongs to one request", () => {
  beforeEach(() => pretendNavigator({ userAgent: "Cloudflare-Workers" }));

  /** Records the pauses between two looks at a flight, and ends them at once. */
  function pauses(afterEach: (ms: number) => void = () => {}): number[] {
    const taken: number[] = [];
    spyOn(systemClock, "sleep").mockImplementation(async (ms) => {
      taken.push(ms);
      await settle();
      afterEach(ms);
    });
    return taken;
  }

  test("a waiter looks at the flight again and again, with longer pauses", async () => {
    const { call, work } = setup({ waitTimeout: 60_000 });
    const taken = pauses(() => {
      if (taken.length === 8) work(1).resolve("a token");
    });
    expect(await Promise.all([call(), call()])).toEqual(["a token", "a token"]);
    expect(taken).toEqual([2, 4, 8, 16, 32, 50, 50, 50]);
  });

  test("a waiter never waits longer than waitTimeout", async () => {
    const clock = createManualClock({ start: 0, autoAdvance: false });
    const { call, started, work } = setup({ clock, waitTimeout: 7 });
    const taken = pauses((ms) => void clock.advance(ms));
    const owner = call();
    const waiter = call();
    for (let i = 0; i < 4; i++) await settle();
    expect(taken).toEqual([2, 4, 1]);
    expect(started.length).toBe(2);
    work(2).resolve("from the second");
    expect(await waiter).toBe("from the second");
    work(1).resolve("from the first");
    expect(await owner).toBe("from the first");
  });

  test("a waiter that leaves does not keep the flight alive", async () => {
    const { call, work } = setup();
    pauses();
    const [one, two] = [new AbortController(), new AbortController()];
    const owner = reasonOf(call({ signal: one.signal }));
    const other = reasonOf(call({ signal: two.signal }));
    await settle();
    two.abort("two");
    expect(await other).toBe("two");
    expect(work(1).signal.aborted).toBe(false);
    one.abort("one");
    expect(await owner).toBe("one");
    expect(work(1).signal.aborted).toBe(true);
  });

  test("a waiter that leaves last does not cancel the work of another request", async () => {
    const { call, work } = setup();
    pauses();
    const [one, two] = [new AbortController(), new AbortController()];
    const owner = reasonOf(call({ signal: one.signal }));
    const other = reasonOf(call({ signal: two.signal }));
    await settle();
    one.abort("one");
    expect(await owner).toBe("one");
    two.abort("two");
    expect(await other).toBe("two");
    expect(work(1).signal.aborted).toBe(false);
  });
});
