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
      `GET collections/people returned 200, but page ${index} instead of page 1`,
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
  const late = next(700).then(() => "", (error: unknown) => String(error));
  await turns();
  await deadlineClock.advance(700);
  expect(await late).toBe("TimeoutError: No response within 700 ms (pageTimeout)");
});
