// Reading a page ahead in list(), which the contract cannot observe.
import { afterEach, beforeEach, expect, test } from "bun:test";
import process from "node:process";
import {
  BadRequestError,
  createClient,
  NetworkError,
  UnexpectedResponseError,
} from "../../../../mod.ts";
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
const refused: Responder = () =>
  Promise.resolve(Response.json({ error: "There is no such page." }, { status: 400 }));
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
    token: "test-token",
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

test("a page that is refused although it exists is an error", async () => {
  const { asked, list } = pages(page(4, "a", "b"), refused);
  await expect(Array.fromAsync(list())).rejects.toBeInstanceOf(BadRequestError);
  expect(asked).toEqual([0, 1, 0]);
});

test("another page than the requested one is an error, except the last page after the end", async () => {
  const second = page(6, "c", "d");
  for (const index of [0, 2]) {
    const { asked, list } = pages(page(6, "a", "b"), (signal) => second(signal, index));
    await expect(Array.fromAsync(list())).rejects.toThrow(
      `GET collections/people at app.kinabase.com returned 200, but page ${index} instead of page 1`,
    );
    expect(asked).toEqual([0, 1]);
  }
  // The list has lost two records, and the server repeats its last page.
  const last = page(2, "a", "b");
  const { list } = pages(page(4, "a", "b"), (signal) => last(signal, 0));
  expect((await Array.fromAsync(list())).map(({ id }) => id)).toEqual(["a", "b"]);
});

test("a list of many pages that has become empty ends after a few requests", async () => {
  let isEmpty = false;
  const responder = (index: number): Responder => (signal) => {
    isEmpty ||= index === 81;
    if (!isEmpty) return page(200, `${index}-a`, `${index}-b`)(signal, index);
    return (index === 0 ? page(0) : refused)(signal, index);
  };
  const { asked, list } = pages(...Array.from({ length: 100 }, (_, i) => responder(i)));
  expect(await Array.fromAsync(list())).toHaveLength(162);
  expect(asked.slice(81)).toEqual([81, 80, 40, 20, 10, 5, 2, 1, 0]);
});

test("a list that is too long to say which of its records moved ends with an error", () => {
  const reader = createListReader(4);
  // As with a list in order of update time, whose records are updated in the loop.
  const order = Array.from({ length: 12 }, (_, i) => `r${i}`);
  const seen: string[] = [];
  for (let index = reader.next(); index !== undefined; index = reader.next()) {
    const records = order.slice(2 * index, 2 * index + 2).map((id) => ({ id, data: {} }));
    const fresh = reader.read({ records, totalRecords: 12, pageIndex: index, pageSize: 2 });
    for (const { id } of fresh) {
      seen.push(id);
      order.push(...order.splice(order.indexOf(id), 1));
    }
  }
  expect(seen.length).toBeLessThan(20);
  expect(() => reader.end()).toThrow(UnexpectedResponseError);
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
  expect(() => people.list({ pageTimeout: 0 })).toThrow("pageTimeout: expected");
  expect(() => people.list({ updatedAfter: "yesterday" })).toThrow("updatedAfter: expected");
  const late = next(700).then(() => "", (error: unknown) => String(error));
  await turns();
  await deadlineClock.advance(700);
  expect(await late).toBe(
    "TimeoutError: No response to GET collections/people at app.kinabase.com within 700 ms (pageTimeout)",
  );
});

test("a page that is refused although it exists is an error after one further request", async () => {
  const { asked, list } = pages(page(8, "a", "b"), page(8, "c", "d"), refused);
  await expect(Array.fromAsync(list())).rejects.toBeInstanceOf(BadRequestError);
  expect(asked).toEqual([0, 1, 2, 1]);
  const first = pages(refused);
  await expect(Array.fromAsync(first.list())).rejects.toBeInstanceOf(BadRequestError);
  expect(first.asked).toEqual([0]);
});

/** Reads pages of two records. */
function reading(remembered?: number) {
  const reader = createListReader(remembered);
  return {
    reader,
    /** Reads a page with these IDs, one character each. Returns the new ones. */
    read(pageIndex: number, totalRecords: number, ids: string) {
      const records = [...ids].map((id) => ({ id, data: {} }));
      return reader.read({ records, totalRecords, pageIndex, pageSize: 2 })
        .map(({ id }) => id ?? "?").join("");
    },
  };
}

test("an incomplete list says what is missing, and what to do", () => {
  const { reader, read } = reading();
  expect(reader.next()).toBe(0);
  expect([read(0, 4, "ab"), reader.next(), read(1, 4, "c"), reader.next()])
    .toEqual(["ab", 1, "c", undefined]);
  let thrown: unknown;
  try {
    reader.end();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(UnexpectedResponseError);
  expect(thrown).toMatchObject({
    message: "The list is incomplete: 1 of 4 records were missing from the pages",
    status: 200,
    remedy: "Read the list again, or use stream(). A list is not a snapshot: changes during the " +
      "list can hide records.",
  });
});

test("a list whose records moved is read again, once for nothing", () => {
  const { reader, read } = reading();
  expect([read(0, 4, "ab"), read(1, 4, "bc"), reader.next()]).toEqual(["ab", "c", 0]);
  expect([read(0, 4, "ab"), reader.next()]).toEqual(["", 1]);
  expect([read(1, 4, "bc"), reader.next()]).toEqual(["", undefined]);
  expect(() => reader.end()).toThrow("The list is incomplete: 1 of 4 records were on no page");
});

test("a list whose records moved is complete when another pass finds them", () => {
  const { reader, read } = reading();
  expect([read(0, 4, "ab"), read(1, 4, "bc"), reader.next()]).toEqual(["ab", "c", 0]);
  expect([read(0, 4, "ab"), read(1, 4, "cd"), reader.next()]).toEqual(["", "d", undefined]);
  reader.end();
});

test("the same page again is an error, unless the list became shorter", () => {
  const { read } = reading();
  read(0, 4, "ab");
  expect(() => read(1, 4, "ab")).toThrow(
    "The list is incomplete: page 1 repeats records of earlier",
  );
});

test("more than three empty pages in a row are an error, unless the list is empty", () => {
  const { read } = reading();
  for (const index of [0, 1, 2]) expect(read(index, 20, "")).toBe("");
  expect(read(3, 20, "ab")).toBe("ab");
  for (const index of [4, 5, 6]) expect(read(index, 20, "")).toBe("");
  expect(() => read(7, 20, "")).toThrow(
    "The list is incomplete: 4 consecutive pages are empty, but the total is 20 records",
  );
  const empty = reading();
  for (let i = 0; i < 5; i++) expect(empty.read(0, 0, "")).toBe("");
  empty.reader.end();
});

test("more than 1000 pages without a new record are an error", () => {
  const { read } = reading();
  read(0, 9_000, "ab");
  read(1, 9_000, "cd");
  // Pages that were requested too early.
  for (let i = 0; i < 999; i++) expect(read(4_000, 9_000, "xy")).toBe("");
  expect(read(2, 9_000, "ef")).toBe("ef");
  for (let i = 0; i < 1_000; i++) read(4_000, 9_000, "xy");
  expect(() => read(4_000, 9_000, "xy")).toThrow(
    "The list is incomplete: 1000 consecutive pages had no new record",
  );
});

test("pages with only known records are without a new record, too", () => {
  const { read } = reading();
  read(0, 2, "ab");
  for (let i = 0; i < 1_000; i++) expect(read(0, 2, i % 2 === 0 ? "ba" : "ab")).toBe("");
  expect(() => read(0, 2, "ba")).toThrow("1000 consecutive pages had no new record");
});

test("another pass may have as many pages without a new record as the first one had with some", () => {
  const { reader, read } = reading();
  expect([read(0, 4, "ab"), read(1, 4, "bc"), reader.next()]).toEqual(["ab", "c", 0]);
  for (let i = 0; i < 1_002; i++) read(4_000, 4, "xy");
  expect(() => read(4_000, 4, "xy")).toThrow("1002 consecutive pages had no new record");
});

test("when records of earlier pages were deleted, it steps back by as many, and skips what it knows", () => {
  const { reader, read } = reading();
  read(0, 6, "ab");
  // a was deleted.
  expect([read(1, 5, "de"), reader.next()]).toEqual(["", 0]);
  expect([read(0, 5, "bc"), reader.next()]).toEqual(["c", 1]);
  expect([read(1, 5, "de"), read(2, 5, "f"), reader.next()]).toEqual(["de", "f", undefined]);
  reader.end();
});

test("a list with as many records as it has left is read again if deleted ones are among them", () => {
  const { reader, read } = reading();
  read(0, 6, "ab");
  // a was deleted.
  expect([read(1, 5, "de"), read(0, 5, "bc"), read(1, 5, "de")]).toEqual(["", "c", "de"]);
  expect([read(2, 5, "e"), reader.next()]).toEqual(["", 0]);
  expect([read(0, 5, "fb"), read(1, 5, "cd"), read(2, 5, "e")]).toEqual(["f", "", ""]);
  expect(reader.next()).toBeUndefined();
  reader.end();
});

test("a page after a step back without a known record leads one page further back", () => {
  const { reader, read } = reading();
  for (const [index, ids] of ["ab", "cd", "ef"].entries()) read(index, 20, ids);
  expect([read(3, 19, "uv"), reader.next()]).toEqual(["", 2]);
  expect([read(2, 19, "xy"), reader.next()]).toEqual(["", 1]);
  expect([read(1, 19, "vw"), reader.next()]).toEqual(["", 0]);
  // No known record is left at all.
  expect([read(0, 19, "pq"), reader.next()]).toEqual(["pq", 1]);
});

test("when nothing known is left and it has forgotten records, the position is lost", () => {
  const { reader, read } = reading(2);
  read(0, 20, "ab");
  read(1, 20, "cd");
  expect([read(2, 19, "uv"), reader.next()]).toEqual(["", 1]);
  expect([read(1, 19, "xy"), reader.next()]).toEqual(["", 0]);
  expect(() => read(0, 19, "pq")).toThrow(
    "The list is incomplete: too many records were deleted during the list to find the position again",
  );
});

test("a known record after a step back is enough, also if others were forgotten", () => {
  const { reader, read } = reading(2);
  read(0, 20, "ab");
  read(1, 20, "cd");
  expect([read(2, 19, "uv"), reader.next()]).toEqual(["", 1]);
  expect([read(1, 19, "de"), reader.next()]).toEqual(["e", 2]);
});

test("a step back to the start needs no known record", () => {
  const { reader, read } = reading(1);
  read(0, 6, "ab");
  expect([read(1, 4, "ef"), reader.next()]).toEqual(["", 0]);
  expect([read(0, 4, "cd"), read(1, 4, "ef"), reader.next()]).toEqual(["cd", "ef", undefined]);
  reader.end();
});

test("added records move known ones to later pages, as many as were added", () => {
  const { reader, read } = reading();
  read(0, 4, "ab");
  // Two were added at the start.
  expect([read(1, 6, "ab"), read(2, 6, "cd"), reader.next()]).toEqual(["", "cd", 0]);
  expect([read(0, 6, "12"), reader.next()]).toEqual(["12", 1]);
  expect([read(1, 6, "ab"), read(2, 6, "cd"), reader.next()]).toEqual(["", "", undefined]);
  reader.end();
  const twice = reading();
  twice.read(0, 8, "ab");
  expect(twice.read(1, 10, "ab")).toBe("");
  expect(() => twice.read(2, 10, "ab")).toThrow("page 2 repeats records of earlier pages");
  const four = reading();
  four.read(0, 8, "ab");
  expect([four.read(1, 12, "ab"), four.read(2, 12, "ab")]).toEqual(["", ""]);
  const partly = reading();
  partly.read(0, 8, "ab");
  expect([partly.read(1, 10, "bc"), partly.read(2, 10, "bc")]).toEqual(["c", ""]);
});

test("it remembers the newest records and those of the first page", () => {
  const { read } = reading(2);
  read(0, 20, "ab");
  read(1, 20, "cd");
  expect(read(2, 20, "ce")).toBe("e");
  read(3, 20, "fg");
  expect(read(4, 20, "ah")).toBe("h");
  expect(read(5, 20, "cb")).toBe("c");
});

test("a long list whose records did not move is complete", () => {
  const { reader, read } = reading(2);
  expect([read(0, 6, "ab"), read(1, 6, "cd"), read(2, 6, "ef"), reader.next()])
    .toEqual(["ab", "cd", "ef", undefined]);
  reader.end();
});

test("a list that is too long to remember must not have moved records", () => {
  for (const [remembered, isError] of [[2, true], [100, false]] as const) {
    const { reader, read } = reading(remembered);
    read(0, 6, "ab");
    read(1, 6, "cd");
    read(2, 5, "e");
    expect([read(1, 5, "de"), read(2, 5, "d")]).toEqual(["e", ""]);
    if (isError) {
      expect(() => reader.end()).toThrow(
        "The list is incomplete: records moved during the list, and it is too long to say which",
      );
    } else {
      reader.end();
    }
  }
});

test("a page of known records after new ones on the first page starts another pass at once", () => {
  for (const [remembered, next] of [[100, 0], [3, 3]] as const) {
    const { reader, read } = reading(remembered);
    read(0, 8, "ab");
    read(1, 8, "ef");
    expect([read(2, 8, "ab"), reader.next()]).toEqual(["", next]);
  }
  const partly = reading();
  expect([partly.read(0, 8, "ab"), partly.read(1, 8, "bc"), partly.reader.next()])
    .toEqual(["ab", "c", 2]);
  // In another pass only if its first page had new ones, too.
  const { reader, read } = reading();
  read(0, 8, "ab");
  read(1, 8, "ef");
  read(2, 8, "ab");
  expect([read(0, 8, "ba"), reader.next(), read(1, 8, "cd"), reader.next()])
    .toEqual(["", 1, "cd", 2]);
  expect([read(2, 8, "ef"), reader.next()]).toEqual(["", 3]);
  expect([read(3, 8, "gh"), reader.next()]).toEqual(["gh", undefined]);
});
