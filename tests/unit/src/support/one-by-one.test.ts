import { expect, test } from "bun:test";
import { oneByOne } from "../../../../src/support/one-by-one.ts";

/** Yields lists, then ends or throws. Says whether it was closed. */
function source(lists: readonly (readonly number[])[], error?: Error) {
  const state = { closed: false };
  async function* generate(): AsyncGenerator<readonly number[], void, undefined> {
    try {
      for (const list of lists) {
        await Promise.resolve();
        yield list;
      }
      if (error !== undefined) throw error;
    } finally {
      state.closed = true;
    }
  }
  return { state, lists: generate() };
}

const END = { done: true, value: undefined };

test("items come one by one, and empty lists are skipped", async () => {
  const { lists, state } = source([[1, 2], [], [3]]);
  expect(await Array.fromAsync(oneByOne(lists, undefined))).toEqual([1, 2, 3]);
  expect(state.closed).toBe(true);
});

test("concurrent calls get their items in order", async () => {
  const items = oneByOne(source([[1, 2], [3, 4, 5]]).lists, undefined);
  const results = await Promise.all(Array.from({ length: 7 }, () => items.next()));
  expect(results.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, undefined, undefined]);
  expect(results.map(({ done }) => done ?? false)).toEqual([
    ...[false, false, false, false, false],
    ...[true, true],
  ]);
});

test("leaving the loop closes the lists, and then there is nothing more", async () => {
  const { lists, state } = source([[1, 2, 3]]);
  const items = oneByOne(lists, undefined);
  for await (const item of items) if (item === 1) break;
  expect(state.closed).toBe(true);
  expect<unknown>(await items.next()).toEqual(END);
});

test("an abort ends the iteration between two items of a list, with its reason", async () => {
  const { lists, state } = source([[1, 2, 3]]);
  const controller = new AbortController();
  const items = oneByOne(lists, controller.signal);
  expect((await items.next()).value).toBe(1);
  const reason = new Error("enough");
  controller.abort(reason);
  const thrown = await items.next().then(() => undefined, (error: unknown) => error);
  expect(thrown).toBe(reason);
  expect(state.closed).toBe(true);
  expect<unknown>(await items.next()).toEqual(END);
});

test("an abort after the end changes nothing", async () => {
  const controller = new AbortController();
  const items = oneByOne(source([[1]]).lists, controller.signal);
  expect(await Array.fromAsync(items)).toEqual([1]);
  controller.abort();
  expect<unknown>(await items.next()).toEqual(END);
});

test("an error of the lists comes after their items, once", async () => {
  const failure = new Error("failed");
  const items = oneByOne(source([[1]], failure).lists, undefined);
  expect((await items.next()).value).toBe(1);
  const [first, second] = await Promise.allSettled([items.next(), items.next()]);
  expect(first).toEqual({ status: "rejected", reason: failure });
  expect<unknown>(second).toEqual({ status: "fulfilled", value: END });
});

test("return() closes the lists, and says that it is the end", async () => {
  const { lists, state } = source([[1, 2, 3]]);
  const items = oneByOne(lists, undefined);
  await items.next();
  expect<unknown>(await items.return?.()).toEqual(END);
  expect(state.closed).toBe(true);
});
