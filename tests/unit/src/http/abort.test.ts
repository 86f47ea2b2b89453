import { expect, test } from "bun:test";
import { getEventListeners } from "node:events";
import { createClient } from "../../../../mod.ts";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { onAbort, unlessAborted } from "../../../../src/http/abort.ts";

const listeners = (signal: AbortSignal) => getEventListeners(signal, "abort").length;

test("a signal gets one listener for all callbacks, and none after the last one ends", () => {
  const { signal } = new AbortController();
  const callback = () => {};
  const ends = [onAbort(signal, callback), onAbort(signal, callback), onAbort(signal, () => {})];
  expect(listeners(signal)).toBe(1);
  ends.forEach((end, i) => {
    end();
    expect(listeners(signal)).toBe(i < 2 ? 1 : 0);
  });
  ends[0]?.();
  onAbort(signal, callback);
  expect(listeners(signal)).toBe(1);
});

test("a subscription that ends twice does not end a later one", () => {
  const { signal } = new AbortController();
  const end = onAbort(signal, () => {});
  end();
  onAbort(signal, () => {});
  end();
  onAbort(signal, () => {});
  expect(listeners(signal)).toBe(1);
});

test("work is not awaited when the signal aborts, or has aborted", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const work = new Promise<string>(() => {});
  expect(await unlessAborted(Promise.resolve("done"), signal)).toBe("done");
  await Promise.resolve();
  expect(listeners(signal)).toBe(0);
  const waiting = unlessAborted(work, signal);
  controller.abort();
  expect(await waiting).toBeUndefined();
  expect(await unlessAborted(work, signal)).toBeUndefined();
});

test("a callback that throws does not stop the others", () => {
  const controller = new AbortController();
  const called: number[] = [];
  onAbort(controller.signal, () => called.push(1));
  onAbort(controller.signal, () => {
    throw new Error("belongs to a request that has ended");
  });
  onAbort(controller.signal, () => called.push(3));
  controller.abort();
  expect(called).toEqual([1, 3]);
  expect(listeners(controller.signal)).toBe(0);
});

test("a callback whose subscription has ended is not called", () => {
  const controller = new AbortController();
  const called: string[] = [];
  const end = onAbort(controller.signal, () => called.push("ended"));
  onAbort(controller.signal, () => called.push("kept"));
  end();
  controller.abort();
  expect(called).toEqual(["kept"]);
});

test("forty calls with one signal add one listener to it, and leave none", async () => {
  const mock = createMockServer();
  const app = await mock.tenant.apps.create({ name: "a", description: "b" });
  const client = createClient(app.clientOptions());
  const { signal } = new AbortController();
  let most = 0;
  const add = signal.addEventListener.bind(signal);
  Object.assign(signal, {
    addEventListener(...args: Parameters<typeof add>) {
      add(...args);
      most = Math.max(most, listeners(signal));
    },
  });
  await Promise.all(Array.from({ length: 40 }, () => client.status({ signal })));
  expect([most, listeners(signal)]).toEqual([1, 0]);
});
