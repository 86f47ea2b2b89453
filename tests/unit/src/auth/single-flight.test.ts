import { afterEach, beforeEach, expect, test } from "bun:test";
import { NetworkError, TimeoutError } from "../../../../mod.ts";
import { createManualClock } from "../../../../mock-server/mod.ts";
import { type Flights, singleFlight } from "../../../../src/auth/single-flight.ts";
import { startDeadline } from "../../../../src/http/deadline.ts";

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

beforeEach(() => void process.on("unhandledRejection", note));
afterEach(async () => {
  // A turn later the runtime has told of what nobody handled.
  await new Promise((resolve) => setTimeout(resolve, 0));
  process.off("unhandledRejection", note);
  expect(unhandled.splice(0)).toEqual([]);
});

/** Work that the test ends by hand. */
interface Work {
  land(value: string): void;
  crash(reason: unknown): void;
  signal: AbortSignal;
}

/** An airfield: who waits there shares its flights. */
function airfield({ waitTimeout = 1_000, deaf = false } = {}) {
  const flights: Flights<string> = new Map();
  const clock = createManualClock({ start: 0, autoAdvance: false });
  const works: Work[] = [];
  const board = (over: { timeout?: number; signal?: AbortSignal } = {}) =>
    singleFlight({
      flights,
      key: "token",
      clock,
      waitTimeout,
      deadline: startDeadline({ timeout: 60_000, clock, ...over }),
      work: (signal) =>
        new Promise((land, crash) => {
          if (!deaf) signal.addEventListener("abort", () => crash(signal.reason));
          works.push({ land, crash, signal });
        }),
    });
  const work = (number: number): Work => {
    const found = works[number - 1];
    if (found === undefined) throw new Error(`flight ${number} has not taken off`);
    return found;
  };
  return { flights, clock, works, work, board };
}

/** What a promise was rejected with, whatever it is. */
const reasonOf = (waiting: Promise<unknown>): Promise<unknown> =>
  waiting.then((value) => {
    throw new Error(`expected a rejection, got ${String(value)}`);
  }, (reason: unknown) => reason);

/** Lets promises that are settled say so. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

test("concurrent callers share one flight", async () => {
  const { board, works, work, flights } = airfield();
  const waiting = Array.from({ length: 20 }, () => board());
  await settle();
  expect(works.length).toBe(1);
  work(1).land("a token");
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 20 }, () => "a token"));
  expect(flights.size).toBe(0);
});

test("callers one after another start their own flights", async () => {
  const { board, work } = airfield();
  const first = board();
  work(1).land("one");
  expect(await first).toBe("one");
  const second = board();
  work(2).land("two");
  expect(await second).toBe("two");
});

test("an error of Kinabase rejects all waiters of the flight", async () => {
  const { board, works, work, flights } = airfield();
  const waiting = [board(), board(), board()].map(reasonOf);
  const error = new NetworkError("no answer", {});
  work(1).crash(error);
  expect(await Promise.all(waiting)).toEqual([error, error, error]);
  expect(works.length).toBe(1);
  expect(flights.size).toBe(0);
});

test("a flight with a foreign error rejects only its owner, and the waiters start one new flight", async () => {
  const { board, works, work } = airfield();
  const owner = reasonOf(board());
  const others = [board(), board(), board()];
  const odd = new Error("This promise belongs to a request that has ended");
  work(1).crash(odd);
  expect(await owner).toBe(odd);
  await settle();
  expect(works.length).toBe(2);
  work(2).land("a token");
  expect(await Promise.all(others)).toEqual(["a token", "a token", "a token"]);
});

test("waiters that reach waitTimeout start one new flight together", async () => {
  const { board, clock, works, work } = airfield({ waitTimeout: 500 });
  const owner = board();
  const others = [board(), board(), board()];
  await clock.advance(499);
  await settle();
  expect(works.length).toBe(1);
  await clock.advance(1);
  await settle();
  expect(works.length).toBe(2);
  work(2).land("from the second");
  expect(await Promise.all(others)).toEqual(Array.from({ length: 3 }, () => "from the second"));
  work(1).land("from the first");
  expect(await owner).toBe("from the first");
});

test("the owner waits until its own deadline, whatever waitTimeout is", async () => {
  const { board, clock, works, work } = airfield({ waitTimeout: 500 });
  const owner = board();
  await clock.advance(30_000);
  expect(works.length).toBe(1);
  work(1).land("late");
  expect(await owner).toBe("late");
});

test("an old flight that ends does not remove a newer one from the map", async () => {
  const { board, clock, works, work } = airfield({ waitTimeout: 500 });
  const owner = board();
  const second = board();
  await clock.advance(500);
  work(1).land("one");
  expect(await owner).toBe("one");
  const third = board();
  await settle();
  expect(works.length).toBe(2);
  work(2).land("two");
  expect(await Promise.all([second, third])).toEqual(["two", "two"]);
});

test("a caller that aborts leaves the flight to the others", async () => {
  const { board, works, work } = airfield();
  const controller = new AbortController();
  const owner = reasonOf(board({ signal: controller.signal }));
  const other = board();
  await settle();
  controller.abort("enough");
  expect(await owner).toBe("enough");
  expect(work(1).signal.aborted).toBe(false);
  const joined = board();
  work(1).land("a token");
  expect(await Promise.all([other, joined])).toEqual(["a token", "a token"]);
  expect(works.length).toBe(1);
});

test("when the last waiter leaves, the flight is canceled and cannot be joined", async () => {
  const { board, work, flights } = airfield();
  const [one, two] = [new AbortController(), new AbortController()];
  const owner = reasonOf(board({ signal: one.signal }));
  const other = reasonOf(board({ signal: two.signal }));
  await settle();
  one.abort("one");
  expect(await owner).toBe("one");
  expect(work(1).signal.aborted).toBe(false);
  two.abort("two");
  expect(await other).toBe("two");
  expect(work(1).signal.aborted).toBe(true);
  expect(flights.size).toBe(0);

  const next = board();
  work(2).land("a token");
  expect(await next).toBe("a token");
});

test("a canceled flight that never settles cannot be joined", async () => {
  const { board, work } = airfield({ deaf: true });
  const controller = new AbortController();
  const owner = reasonOf(board({ signal: controller.signal }));
  await settle();
  controller.abort("enough");
  await owner;
  const next = board();
  work(2).land("a token");
  expect(await next).toBe("a token");
});

test("a waiter that reaches its own deadline does not affect the others", async () => {
  const { board, clock, work } = airfield({ waitTimeout: 5_000 });
  const owner = board();
  const hurried = reasonOf(board({ timeout: 100 }));
  await clock.advance(100);
  expect(await hurried).toBeInstanceOf(TimeoutError);
  work(1).land("a token");
  expect(await owner).toBe("a token");
});

test("a caller that aborts with a foreign error does not start a flight", async () => {
  const { board, works, work } = airfield();
  const owner = board();
  const controller = new AbortController();
  const other = reasonOf(board({ signal: controller.signal }));
  await settle();
  controller.abort(new Error("not of this client"));
  expect(String(await other)).toBe("Error: not of this client");
  expect(works.length).toBe(1);
  work(1).land("a token");
  await owner;
});

test("a flight that rejects after every caller has left causes no unhandled rejection", async () => {
  const { board, work } = airfield();
  const controller = new AbortController();
  const owner = reasonOf(board({ signal: controller.signal }));
  await settle();
  controller.abort("enough");
  await owner;
  work(1).crash(new Error("too late for anybody"));
});

test("a flight that rejects when only timed-out waiters remain causes no unhandled rejection", async () => {
  const { board, clock, work } = airfield({ waitTimeout: 500 });
  const controller = new AbortController();
  const owner = reasonOf(board({ signal: controller.signal }));
  const other = board();
  await clock.advance(500);
  controller.abort("enough");
  await owner;
  work(1).crash(new Error("after the patience was over"));
  work(2).land("a token");
  expect(await other).toBe("a token");
});
