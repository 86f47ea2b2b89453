// Reading a page ahead in list(), which the contract cannot observe.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import process from "node:process";
import { createClient, NetworkError, UnexpectedResponseError } from "../../../../mod.ts";
import { createManualClock } from "../../../../mock-server/mod.ts";
import { createListReader } from "../../../../src/records/list.ts";

const turns = async () => {
  for (let i = 0; i < 5; i++) await new Promise<void>((resolve) => setTimeout(resolve, 0));
};

let unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => void unhandled.push(reason);
beforeEach(() => {
  unhandled = [];
  process.on("unhandledRejection", onUnhandled);
});
afterEach(() => void process.off("unhandledRejection", onUnhandled));

/** Responds to the request for a page, or does not. */
type Responder = (signal: AbortSignal | undefined, pageIndex: number) => Promise<Response>;

const page = (total: number, ...ids: string[]): Responder => (_, pageIndex) => {
  const records = ids.map((id) => ({ id, data: {} }));
  return Promise.resolve(Response.json({ records, totalRecords: total, pageIndex, pageSize: 2 }));
};
const lost: Responder = () => Promise.reject(new Error("cut"));
/** Never responds, and rejects when it is aborted, like a real request. */
const silent: Responder = (signal) =>
  new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason));
  });

/** A collection with these responses for its pages, and the requested pages. */
function pages(...responders: Responder[]) {
  const asked: number[] = [];
  const signals: AbortSignal[] = [];
  const people = createClient({
    token: "t",
    retry: false,
    fetch: (input, init) => {
      const index = Number(new URL(input).searchParams.get("pageIndex"));
      asked.push(index);
      const signal = init?.signal ?? undefined;
      if (signal !== undefined) signals.push(signal);
      return (responders[index] ?? lost)(signal, index);
    },
  }).collection("people");
  return { asked, signals, list: (signal?: AbortSignal) => people.list({ pageSize: 2, signal }) };
}

test("the next page is requested while one is processed, but not the one after it", async () => {
  const { asked, list } = pages(page(6, "a", "b"), page(6, "c", "d"), page(6, "e", "f"));
  const seen: (string | null)[] = [];
  for await (const { id } of list()) {
    seen.push(id);
    await turns();
    expect(asked.at(-1)).toBe(Math.min(2, Math.floor((seen.length - 1) / 2) + 1));
  }
  expect(seen).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(asked).toEqual([0, 1, 2]);
});

test("nothing is requested before the first record is", async () => {
  const { asked, list } = pages(page(1, "a"));
  list();
  await turns();
  expect(asked).toStrictEqual([]);
});

test("a page read ahead that fails causes no unhandled rejection before it is awaited", async () => {
  const { list } = pages(page(4, "a", "b"), lost);
  const records = list()[Symbol.asyncIterator]();
  expect((await records.next()).value?.id).toBe("a");
  await turns();
  expect(unhandled).toStrictEqual([]);
  // The error comes after the records that arrived.
  expect((await records.next()).value?.id).toBe("b");
  await expect(records.next()).rejects.toBeInstanceOf(NetworkError);
  expect(unhandled).toStrictEqual([]);
});

test("or after the caller has left", async () => {
  for (const responder of [lost, silent]) {
    const { list } = pages(page(4, "a", "b"), responder);
    for await (const _ of list()) {
      await turns();
      break;
    }
    await turns();
  }
  expect(unhandled).toStrictEqual([]);
});

test("leaving the loop aborts the request for the page read ahead", async () => {
  const { asked, signals, list } = pages(page(4, "a", "b"), silent);
  for await (const _ of list()) {
    await turns();
    break;
  }
  expect(asked).toEqual([0, 1]);
  expect(signals[1]?.aborted).toBe(true);
});

test("an abort ends it too, and the caller gets its own reason", async () => {
  const controller = new AbortController();
  const { list } = pages(page(4, "a", "b"), silent);
  const records = list(controller.signal)[Symbol.asyncIterator]();
  await records.next();
  await records.next();
  const waiting = records.next();
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await turns();
  expect(unhandled).toStrictEqual([]);
});

test("a signal that is already aborted sends nothing", async () => {
  const { asked, list } = pages(page(1, "a"));
  const reason = new Error("enough");
  await expect(list(AbortSignal.abort(reason))[Symbol.asyncIterator]().next()).rejects.toBe(reason);
  expect(asked).toStrictEqual([]);
});

test("no listener stays on the caller's signal, however the loop ends", async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  const [add, remove] = [signal.addEventListener, signal.removeEventListener];
  Object.assign(signal, {
    addEventListener(...args: Parameters<typeof add>) {
      listeners += 1;
      return Reflect.apply(add, signal, args);
    },
    removeEventListener(...args: Parameters<typeof remove>) {
      listeners -= 1;
      return Reflect.apply(remove, signal, args);
    },
  });
  for await (const _ of pages(page(2, "a", "b")).list(signal));
  for await (const _ of pages(page(4, "a", "b"), silent).list(signal)) {
    await turns();
    break;
  }
  const failing = pages(page(4, "a", "b"), lost).list(signal);
  await expect(Array.fromAsync(failing)).rejects.toBeInstanceOf(NetworkError);
  expect(listeners).toBe(0);
});

test("pageTimeout limits each page, and is validated", async () => {
  const deadlineClock = createManualClock({ autoAdvance: false });
  const people = createClient({ token: "t", fetch: () => new Promise(() => {}), deadlineClock })
    .collection("people");
  const next = (pageTimeout: number) => people.list({ pageTimeout })[Symbol.asyncIterator]().next();
  await expect(next(0)).rejects.toThrow("pageTimeout: expected");
  const late = next(700).then(() => "", (error: unknown) => String(error));
  await turns();
  await deadlineClock.advance(700);
  expect(await late).toBe("TimeoutError: No response within 700 ms (pageTimeout)");
});

describe("a list follows its records through pages that change: it", () => {
  /** Reads pages of two records. Returns the IDs of new records, and what the reader asks for next. */
  function reading(pageSize = 2) {
    const reader = createListReader();
    return {
      read(pageIndex: number, totalRecords: number, ids: readonly string[]) {
        const records = ids.map((id) => ({ id, numericId: null, data: {} }));
        return reader.read(pageIndex, { records, totalRecords, pageIndex, pageSize })
          .map(({ id }) => id);
      },
      next: reader.next,
      end: reader.end,
    };
  }
  const incomplete = (what: string) => `The list is incomplete: ${what}`;
  const many = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `${from + i}`);

  test("starts with the first page, and ends when the total is reached", () => {
    const { read, next, end } = reading();
    expect(next()).toBe(0);
    expect(read(0, 3, ["a", "b"])).toEqual(["a", "b"]);
    expect(next()).toBe(1);
    expect(read(1, 3, ["c"])).toEqual(["c"]);
    expect(next()).toBeUndefined();
    end();
  });

  test("steps back by the number of deleted records", () => {
    const { read, next } = reading();
    read(0, 6, ["a", "b"]);
    // Requested before a and b were deleted.
    expect(read(1, 4, ["e", "f"])).toStrictEqual([]);
    expect(next()).toBe(0);
    expect(read(0, 4, ["c", "d"])).toEqual(["c", "d"]);
    expect(next()).toBe(1);
    expect(read(1, 4, ["e", "f"])).toEqual(["e", "f"]);
    expect(next()).toBeUndefined();
  });

  test("ends when all records are deleted", () => {
    const { read, next, end } = reading();
    read(0, 4, ["a", "b"]);
    expect(read(1, 0, [])).toStrictEqual([]);
    expect(next()).toBeUndefined();
    end();
  });

  test("steps back until a page has a known record", () => {
    const { read, next } = reading();
    read(0, 10, ["a", "b"]);
    read(1, 10, ["c", "d"]);
    read(2, 10, ["e", "f"]);
    expect(read(3, 8, ["i", "j"])).toStrictEqual([]);
    expect(next()).toBe(2);
    expect(read(2, 8, ["g", "h"])).toStrictEqual([]);
    expect(next()).toBe(1);
    expect(read(1, 8, ["e", "f"])).toStrictEqual([]);
    expect(next()).toBe(2);
    expect(read(2, 8, ["g", "h"])).toEqual(["g", "h"]);
    expect(next()).toBe(3);
    expect(read(3, 8, ["i", "j"])).toEqual(["i", "j"]);
    expect(next()).toBeUndefined();
  });

  test("steps back to the beginning if no known record is left", () => {
    const { read, next } = reading();
    read(0, 8, ["a", "b"]);
    read(1, 8, ["c", "d"]);
    expect(read(2, 6, ["?", "?"])).toStrictEqual([]);
    expect(next()).toBe(1);
    expect(read(1, 6, ["g", "h"])).toStrictEqual([]);
    expect(next()).toBe(0);
    expect(read(0, 6, ["e", "f"])).toEqual(["e", "f"]);
    expect(next()).toBe(1);
    expect(read(1, 6, ["g", "h"])).toEqual(["g", "h"]);
  });

  test("gives up if it may have forgotten the known records", () => {
    const { read, next } = reading(10_001);
    const ids = many(10_001);
    expect(read(0, 20_001, ids)).toEqual(ids);
    expect(read(1, 20_000, many(9_999, 10_002))).toStrictEqual([]);
    expect(next()).toBe(0);
    expect(() => read(0, 20_000, many(10_001, 10_001))).toThrow(
      incomplete("too many records were deleted during the list to find the position again"),
    );
  });

  test("remembers 10,000 records", () => {
    const { read, next } = reading(10_000);
    const ids = many(10_000);
    read(0, 20_000, ids);
    read(1, 19_999, many(9_999, 10_001));
    expect(next()).toBe(0);
    expect(read(0, 19_999, many(10_000, 10_000))).toEqual(many(10_000, 10_000));

    const forgetful = reading(10_001);
    forgetful.read(0, 30_003, many(10_001));
    // The oldest one is new again, the others are known.
    expect(forgetful.read(1, 40_004, many(10_001))).toEqual(["0"]);
    expect(forgetful.read(2, 40_004, many(10_001, 50_000))).toEqual(many(10_001, 50_000));
  });

  test("accepts a page with some known records", () => {
    const { read, next } = reading();
    read(0, 4, ["a", "b"]);
    expect(read(1, 4, ["b", "c"])).toEqual(["c"]);
    expect(next()).toBeUndefined();
  });

  test("accepts a page with only known records if as many were added", () => {
    const { read } = reading();
    read(0, 6, ["a", "b"]);
    expect(read(1, 10, ["a", "b"])).toStrictEqual([]);
    expect(read(2, 10, ["a", "b"])).toStrictEqual([]);
    expect(() => read(3, 10, ["a", "b"])).toThrow(
      incomplete("page 3 repeats records of earlier pages"),
    );
  });

  test("fails if a page repeats although nothing was added", () => {
    const { read } = reading();
    read(0, 6, ["a", "b"]);
    expect(() => read(1, 6, ["a", "b"])).toThrow(
      incomplete("page 1 repeats records of earlier pages"),
    );
  });

  test("fails at the fourth empty page before the total", () => {
    const { read } = reading();
    for (let i = 0; i < 3; i++) expect(read(i, 99, [])).toStrictEqual([]);
    expect(() => read(3, 99, [])).toThrow(
      incomplete("4 consecutive pages are empty, but the total is 99 records"),
    );
    const other = reading();
    for (let i = 0; i < 3; i++) other.read(i, 99, []);
    expect(other.read(3, 99, ["a"])).toEqual(["a"]);
    expect(other.read(4, 99, [])).toStrictEqual([]);
    const atEnd = reading();
    for (let i = 0; i < 9; i++) expect(atEnd.read(0, 0, [])).toStrictEqual([]);
  });

  test("fails after 1,000 consecutive pages without a new record", () => {
    const { read } = reading();
    read(0, 2, ["a", "b"]);
    for (let i = 1; i <= 1_000; i++) expect(read(i, 2 * i + 2, ["a", "b"])).toStrictEqual([]);
    expect(() => read(1_001, 2_004, ["a", "b"])).toThrow(
      incomplete("1000 consecutive pages had no new record"),
    );
    const longer = reading(1);
    for (let i = 0; i <= 2_000; i++) expect(longer.read(i, 9_999, [`${i}`])).toEqual([`${i}`]);
  });

  test("fails at the end if pages had fewer records than expected", () => {
    const { read, end } = reading();
    read(0, 5, ["a"]);
    read(1, 5, ["c"]);
    read(2, 5, ["e"]);
    const failing = () => end();
    expect(failing).toThrow(UnexpectedResponseError);
    expect(failing).toThrow(incomplete("2 of 5 records were missing from the pages"));
    const thrown = (): unknown => {
      try {
        return end();
      } catch (error) {
        return error;
      }
    };
    expect(thrown()).toMatchObject({
      status: 200,
      remedy:
        "Read the list again, or use stream(). A list is not a snapshot: changes during the " +
        "list can hide records.",
    });
  });
});
