import { describe, expect, test } from "bun:test";
import * as library from "@mswjs/data";
import {
  createMswDatabase,
  createMswjsDataStore,
} from "../../../../mock-server/msw/mswjs-data-store.ts";
import { createMswMock } from "../../../../mock-server/msw.ts";
import type { RecordFilter, StoredRecord } from "../../../../mock-server/mod.ts";
import type { JsonObject } from "../../../../src/wire/types.ts";

const newDatabase = () => createMswDatabase(library, { tenantId: () => "tenant", now: () => 7 });

function newStore(db = newDatabase(), slug = "people", tenantId = "tenant") {
  return { db, store: createMswjsDataStore(db, { slug, tenantId }) };
}

const record = (id: string, over: Partial<StoredRecord> = {}): StoredRecord => ({
  id,
  numericId: Number(id.replace(/\D/g, "")) || 1,
  data: {},
  external: [],
  updatedAt: 0,
  ...over,
});

/** Returns whole numbers below a limit, the same ones for the same seed. */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state % limit;
  };
}

describe("the store behaves like a model array", () => {
  const services: RecordFilter["externalService"][] = [undefined, true, "s0", "s9"];
  const filters = [undefined, -3, -30].flatMap((since) =>
    services.map((externalService) => ({ since, externalService }))
  );

  for (let seed = 1; seed <= 10; seed++) {
    test(`random operations, seed ${seed}`, () => {
      const random = randomNumbers(seed);
      const { db, store } = newStore();
      const other = newStore(db, "orders").store;
      other.add(record("i0", { external: [{ key: "s0", id: "0" }], updatedAt: 1e9 }));
      const model: StoredRecord[] = [];
      let made = 0;
      let clock = 1_000;

      const freeLinks = (own?: StoredRecord) => {
        const used = new Set(
          model.filter((r) => r !== own).flatMap((r) => r.external.map((l) => l.key + l.id)),
        );
        return Array.from({ length: random(3) }, () => ({
          key: `s${random(3)}`,
          id: String(random(8)),
        })).filter(({ key, id }) => !used.has(key + id) && used.add(key + id));
      };
      const someData = (): JsonObject => ({
        text: `t${random(9)}`,
        [["0", "constructor", "a.b", "inner"][random(4)] ?? ""]: random(2)
          ? { [`k${random(3)}`]: random(9), list: [random(9), null, {}] }
          : null,
      });

      for (let step = 0; step < 80; step++) {
        clock += random(10) === 0 ? -random(20) : random(3);
        const index = model.length === 0 ? -1 : random(model.length);
        const old = model[index];
        const action = random(10);
        if (action < 4 || old === undefined) {
          const added = record(`i${made}`, {
            numericId: ++made,
            data: someData(),
            external: freeLinks(),
            updatedAt: clock,
          });
          store.add(added);
          model.push(added);
        } else if (action < 8) {
          const external = random(2) ? old.external : freeLinks(old);
          const next = { ...old, data: someData(), external, updatedAt: clock };
          store.replace(next);
          model[index] = next;
        } else {
          store.remove(old.id);
          model.splice(index, 1);
        }

        for (const { since, externalService } of filters) {
          const updatedAfter = since === undefined ? undefined : clock + since;
          const left = model.filter((r) =>
            (updatedAfter === undefined || r.updatedAt > updatedAfter) &&
            (externalService === undefined ||
              r.external.some((l) => externalService === true || l.key === externalService))
          );
          const [from, count] = [random(5), random(5)];
          expect(store.select({ updatedAfter, externalService }, from, count))
            .toEqual({ total: left.length, records: left.slice(from, from + count) });
        }
        for (let i = 0; i < 24; i++) {
          const [key, id] = [`s${i % 3}`, String(i >> 3)];
          expect(store.withExternal(key, id)).toEqual(
            model.find((r) => r.external.some((l) => l.key === key && l.id === id)),
          );
        }
        for (let i = 0; i <= made; i++) {
          expect(store.get(`i${i}`)).toEqual(model.find((r) => r.id === `i${i}`));
          expect(store.withNumericId(i)).toEqual(model.find((r) => r.numericId === i));
        }
      }
      expect(store.select({}, 0, Infinity).records).toEqual(model);
      expect(other.select({}, 0, Infinity).total).toBe(1);
    });
  }
});

describe("records that the store returns", () => {
  test("do not change when the store does", () => {
    const { db, store } = newStore();
    store.add(record("i1", { data: { inner: { a: 1 }, list: [1] } }));
    const before = store.get("i1");
    const all = store.select({}, 0, Infinity).records;
    store.replace(record("i1", { data: { inner: { b: 2 } }, external: [{ key: "s", id: "1" }] }));
    db.record.update({ where: {}, data: { data: { inner: { c: 3 } } } });
    expect(store.get("i1")?.data).toEqual({ inner: { b: 2, c: 3 } });
    store.remove("i1");
    const asItWas = record("i1", { data: { inner: { a: 1 }, list: [1] } });
    expect([before, all]).toEqual([asItWas, [asItWas]]);
  });

  test("belong to their own collection and tenant, even with equal IDs and numbers", () => {
    const { db, store } = newStore();
    const others = [newStore(db, "orders").store, newStore(db, "people", "other tenant").store];
    for (const each of [store, ...others]) each.add(record("i1"));
    store.remove("i1");
    expect(store.get("i1")).toBeUndefined();
    for (const other of others) expect(other.get("i1")).toEqual(record("i1"));
  });

  test("are absent in a new store, even if a collection of that name existed before", () => {
    const { db, store } = newStore();
    store.add(record("i1"));
    expect(newStore(db).store.select({}, 0, Infinity)).toEqual({ total: 0, records: [] });
  });

  test("are undefined when they do not exist", () => {
    const { store } = newStore();
    store.replace(record("i1"));
    store.remove("i1");
    expect(store.select({}, 0, Infinity)).toEqual({ total: 0, records: [] });
  });
});

describe("a test that writes to the database", () => {
  async function setup() {
    const made = await createMswMock({
      seed: {
        collections: [
          { slug: "people", name: "People", records: [{ data: { name: "Ada" } }] },
          { slug: "orders", name: "Orders" },
        ],
      },
    });
    const [people] = made.mock.tenant.collections.list();
    if (people === undefined) throw new Error("expected the seed's collection");
    return { ...made, people };
  }
  const isAda = { data: { name: { equals: "Ada" } } };

  test("finds the seed there before the first request", async () => {
    const { db, mock } = await setup();
    expect(db.record.count()).toBe(1);
    expect(db.record.findFirst({ where: isAda })).toMatchObject({
      tenant: mock.tenant.id,
      collection: "people",
      numericId: 1,
      data: { name: "Ada" },
      external: [],
      updatedAt: mock.clock.now(),
    });
  });

  test("changes fields of any name and depth, including to null, and keeps the others", async () => {
    const { db, people } = await setup();
    const fields = { "0": 1, getValue: 2, name: null, inner: { deep: { x: [1] }, none: null } };
    db.record.update({ where: isAda, data: { data: fields } });
    db.record.update({ where: {}, data: { data: { inner: { deep: { y: 2 } } } } });
    expect(people.records.list().map(({ data }) => data)).toEqual([
      { "0": 1, getValue: 2, name: null, inner: { deep: { x: [1], y: 2 }, none: null } },
    ]);
  });

  test("changes links, numbers and IDs, and the mock finds records by the new ones", async () => {
    const { db, people } = await setup();
    const external = [{ key: "crm", id: "7" }];
    db.record.update({ where: isAda, data: { external, id: "ada", numericId: (n) => n + 40 } });
    expect(people.records.list()).toEqual([
      { id: "ada", numericId: 41, data: { name: "Ada" }, external },
    ]);
    expect(db.record.findFirst({ where: { external: { key: { equals: "crm" } } } })?.id).toBe(
      "ada",
    );
    expect(() => people.records.add({ data: {}, external })).toThrow("crm");
    expect(() => people.records.add({ data: {}, id: "ada" })).toThrow("ada");
  });

  test("adds records with defaults and unique numbers", async () => {
    const { db, mock, people } = await setup();
    await mock.clock.advance(5);
    const row = db.record.create({ collection: "people" });
    expect(row).toMatchObject({
      numericId: 2,
      data: {},
      external: [],
      updatedAt: mock.clock.now(),
    });
    expect(people.records.add({ data: {} }).numericId).toBe(3);
    db.record.create({ collection: "people", numericId: 5 });
    expect(people.records.add({ data: {} }).numericId).toBe(4);
    expect(people.records.add({ data: {} }).numericId).toBe(6);
    expect(people.records.count()).toBe(6);
  });

  test("must name the collection of a record", async () => {
    const { db } = await setup();
    // Wrong on purpose, as the compiler would also report.
    expect(() => Reflect.apply(db.record.create, db.record, [{ data: {} }])).toThrow(
      "collection is missing.",
    );
  });

  test("deletes records", async () => {
    const { db, people } = await setup();
    db.record.delete({ where: isAda });
    expect(people.records.list()).toEqual([]);
    people.records.add({ data: { name: "Grace" } });
    expect(db.record.deleteMany({ where: { collection: { equals: "people" } } })?.length).toBe(1);
    expect(people.records.count()).toBe(0);
  });

  test("keeps separate mocks apart", async () => {
    const [one, other] = [await setup(), await setup()];
    one.db.record.delete({ where: isAda });
    expect(other.people.records.count()).toBe(1);
  });
});
