// The memory store must behave like the simplest store: an array with a full scan.
import { describe, expect, test } from "bun:test";
import type { ExternalLink } from "../../../../../../src/wire/types.ts";
import { createMemoryStore } from "../../../../../../mock-server/world/collections/memory-store/memory-store.ts";
import type { RecordFilter } from "../../../../../../mock-server/world/collections/record-filter.ts";
import type {
  RecordStore,
  StoredRecord,
} from "../../../../../../mock-server/world/collections/store.ts";
import { seededRandom } from "../../../../seeded-random.ts";

const ROUNDS = 60;
const STEPS = 100;
const SERVICES = ["crm", "erp", "shop"];
const EXTERNAL_IDS = ["1", "2", "3", "4", "5", "6"];

/** The records in the order of their creation. */
type Model = StoredRecord[];

function isMeant({ external, updatedAt }: StoredRecord, filter: RecordFilter): boolean {
  const { updatedAfter, externalService: service } = filter;
  if (updatedAfter !== undefined && updatedAt <= updatedAfter) return false;
  if (service === undefined) return true;
  return external.some(({ key }) => service === true || key === service);
}

function isLinked({ external }: StoredRecord, service: string, externalId: string): boolean {
  return external.some(({ key, id }) => key === service && id === externalId);
}

/** Compares the results of all queries. */
function expectAlike(
  store: RecordStore,
  model: Model,
  given: number,
  now: number,
  below: (limit: number) => number,
): void {
  for (let n = 1; n <= given; n++) {
    expect(store.get(`id-${n}`)).toBe(model.find(({ id }) => id === `id-${n}`));
    expect(store.withNumericId(n)).toBe(model.find(({ numericId }) => numericId === n));
  }
  for (const service of SERVICES) {
    for (const id of EXTERNAL_IDS) {
      expect(store.withExternal(service, id))
        .toBe(model.find((record) => isLinked(record, service, id)));
    }
  }
  for (const updatedAfter of [undefined, now, now - 3, now - 30]) {
    for (const externalService of [undefined, true, "crm", "nobody"] as const) {
      const filter = { updatedAfter, externalService };
      const [from, count] = [below(5), below(5)];
      const meant = model.filter((record) => isMeant(record, filter));
      expect(store.select(filter, from, count))
        .toEqual({ total: meant.length, records: meant.slice(from, from + count) });
    }
  }
}

test("after random operations every query returns the same as a full scan", () => {
  for (let round = 1; round <= ROUNDS; round++) {
    const random = seededRandom(round);
    const below = (limit: number) => Math.floor(random() * limit);
    const store = createMemoryStore();
    const model: Model = [];
    let given = 0;
    let now = 1_000;

    /** Returns links that no other record has. */
    const freeLinks = (own?: StoredRecord): ExternalLink[] => {
      const links: ExternalLink[] = [];
      for (let n = below(3); n > 0; n--) {
        const [key = "", id = ""] = [SERVICES[below(3)], EXTERNAL_IDS[below(6)]];
        const others = model.filter((record) => record !== own);
        if (others.some((record) => isLinked(record, key, id))) continue;
        if (!links.some((link) => link.key === key && link.id === id)) links.push({ key, id });
      }
      return links;
    };
    const add = () => {
      const numericId = ++given;
      const id = `id-${numericId}`;
      const record = { id, numericId, data: {}, external: freeLinks(), updatedAt: now };
      store.add(record);
      model.push(record);
    };
    const replace = (at: number) => {
      const before = model[at];
      if (before === undefined) return;
      const external = below(2) === 0 ? before.external : freeLinks(before);
      const record = { ...before, external, updatedAt: now };
      store.replace(record);
      model[at] = record;
    };
    const remove = (at: number) => {
      for (const { id } of model.splice(at, 1)) store.remove(id);
    };

    for (let step = 0; step < STEPS; step++) {
      // Sometimes the clock is set back.
      now += below(10) === 0 ? -below(20) : below(3);
      const what = below(10);
      if (what < 4) add();
      else if (what < 7) replace(below(model.length));
      else remove(below(model.length));
      expectAlike(store, model, given, now, below);
    }
  }
}, 30_000);

describe("cases that the random model does not cover", () => {
  const record = (n: number, over: Partial<StoredRecord> = {}): StoredRecord => ({
    id: `id-${n}`,
    numericId: n,
    data: {},
    external: [],
    updatedAt: n,
    ...over,
  });
  const link = { key: "crm", id: "1" };

  test("in a batch one record may take a link that another gives up later", () => {
    const store = createMemoryStore();
    store.add(record(1, { external: [link] }));
    store.add(record(2));
    const taker = record(2, { external: [link] });
    store.replace(taker);
    store.replace(record(1));
    expect(store.withExternal("crm", "1")).toBe(taker);
    expect(store.select({ externalService: "crm" }, 0, 9).records).toEqual([taker]);
  });

  test("two records can swap their external IDs", () => {
    const store = createMemoryStore();
    const other = { key: "crm", id: "2" };
    store.add(record(1, { external: [link] }));
    store.add(record(2, { external: [other] }));
    store.replace(record(1, { external: [other] }));
    store.replace(record(2, { external: [link] }));
    expect([store.withExternal("crm", "1")?.id, store.withExternal("crm", "2")?.id])
      .toEqual(["id-2", "id-1"]);
  });

  test("pairs of service and ID that look equal when joined are different", () => {
    const store = createMemoryStore();
    store.add(record(1, { external: [{ key: "a", id: 'b","c' }, { key: "x", id: "yz" }] }));
    expect(store.withExternal('a","b', "c")).toBeUndefined();
    expect(store.withExternal("xy", "z")).toBeUndefined();
  });

  test("an unknown record is neither replaced nor removed", () => {
    const store = createMemoryStore();
    store.add(record(1));
    store.replace(record(2));
    store.remove("id-3");
    expect(store.select({}, 0, 9)).toEqual({ total: 1, records: [record(1)] });
  });

  test("a page beyond the end is empty, and a page of unlimited size contains everything", () => {
    const store = createMemoryStore();
    for (const n of [1, 2, 3]) store.add(record(n));
    expect(store.select({}, 3, 10)).toEqual({ total: 3, records: [] });
    expect(store.select({}, 0, Infinity).records.length).toBe(3);
  });

  test("the matches of updatedAfter are found again after each kind of change", () => {
    const store = createMemoryStore();
    const matching = () => store.select({ updatedAfter: 5 }, 0, 9).records.map(({ id }) => id);
    store.add(record(1, { updatedAt: 9 }));
    expect(matching()).toEqual(["id-1"]);
    store.add(record(2, { updatedAt: 6 }));
    expect(matching()).toEqual(["id-1", "id-2"]);
    store.replace(record(1, { updatedAt: 5 }));
    expect(matching()).toEqual(["id-2"]);
    store.remove("id-2");
    expect(matching()).toEqual([]);
  });
});
