import { expect, test } from "bun:test";
import { EntryQueue } from "../../../../../mock-server/world/journal/entry-queue.ts";
import { StoredEntry } from "../../../../../mock-server/world/journal/stored-entry.ts";

const entry = (id: number) => new StoredEntry(id, { at: id, method: "GET", path: "/status" });

test("the oldest entries are removed first, and the others stay in order", () => {
  const queue = new EntryQueue();
  expect(queue.shift()).toBeUndefined();
  let [oldest, newest] = [1, 0];
  for (const kept of [3, 1_500, 10, 0, 2_500, 2_400, 0, 1]) {
    while (queue.length < kept) queue.push(entry(++newest));
    while (queue.length > kept) expect(queue.shift()?.id).toBe(oldest++);
    const ids = queue.all().map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: kept }, (_, i) => oldest + i));
  }
});
