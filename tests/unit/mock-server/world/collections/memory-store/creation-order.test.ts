// Records in chunks must behave like an array that is sorted by position.
import { expect, test } from "bun:test";
import { CreationOrder } from "../../../../../../mock-server/world/collections/memory-store/creation-order.ts";
import type { Entry } from "../../../../../../mock-server/world/collections/memory-store/entry.ts";
import type { StoredRecord } from "../../../../../../mock-server/world/collections/store.ts";
import { seededRandom } from "../../../../seeded-random.ts";

const RECORDS = 4_000;

function record(position: number, updatedAt = 0): StoredRecord {
  return { id: `id-${position}`, numericId: position + 1, data: {}, external: [], updatedAt };
}

for (const seed of [1, 2, 3]) {
  test(`thousands of random changes, and snapshots among them, seed ${seed}`, () => {
    const random = seededRandom(seed);
    const below = (limit: number) => Math.floor(random() * limit);
    const order = new CreationOrder();
    const model = new Map<number, Entry>();
    const sorted = () =>
      [...model.values()].sort((a, b) => a.position - b.position).map((entry) => entry.record);
    const snapshots: { taken: Iterable<StoredRecord>; meant: StoredRecord[] }[] = [];

    const insert = (position: number) => {
      if (model.has(position)) return;
      const entry = { position, record: record(position) };
      model.set(position, entry);
      order.insert(entry);
    };
    const check = () => {
      const all = sorted();
      expect(order.length).toBe(all.length);
      expect(order.slice(0, Infinity)).toEqual(all);
      const [from, count] = [below(all.length + 2), below(1_500)];
      expect(order.slice(from, count)).toEqual(all.slice(from, from + count));
      expect(order.filter(({ updatedAt }) => updatedAt % 2 === 1))
        .toEqual(all.filter(({ updatedAt }) => updatedAt % 2 === 1));
    };

    // First only behind, as records are created; then anywhere, as records get and lose links.
    for (let position = 0; position < RECORDS; position += 2) insert(position);
    check();
    for (let step = 1; step <= RECORDS; step++) {
      const position = below(RECORDS);
      const entry = model.get(position);
      if (entry === undefined) insert(position);
      else if (random() < 0.4) {
        model.delete(position);
        order.remove(entry);
      } else {
        entry.record = record(position, step);
        order.replace(entry);
      }
      if (step % 500 === 0) {
        check();
        snapshots.push({ taken: order.snapshot(), meant: sorted() });
      }
    }
    // From the front, as when the oldest records are deleted.
    for (const position of [...model.keys()].sort((a, b) => a - b)) {
      order.remove(model.get(position) ?? { position, record: record(position) });
      model.delete(position);
      if (model.size % 500 === 0) check();
    }
    for (const { taken, meant } of snapshots) expect([...taken]).toEqual(meant);
    expect(order.length).toBe(0);
    insert(7);
    check();
  });
}
