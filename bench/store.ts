// Whether the memory store gets slower with the number of records: times each operation with 1,000 and with
// 100,000 records, and prints the ratio. A full scan would have a ratio of 100. An indexed lookup may have more
// than 1, because 100,000 entries do not fit into a processor's caches. The first line shows this for a Map.
//
//   bun bench/store.ts
//   deno run bench/store.ts
import { createMemoryStore } from "../mock-server/world/collections/memory-store/memory-store.ts";
import type { RecordStore, StoredRecord } from "../mock-server/world/collections/store.ts";

const SMALL = 1_000;
const LARGE = 100_000;
const PAGE = 300;
const ROUNDS = 7;

function record(n: number, updatedAt: number): StoredRecord {
  return {
    id: `id-${n}`,
    numericId: n + 1,
    data: { name: `Record ${n}` },
    external: [{ key: "crm", id: `external-${n}` }],
    updatedAt,
  };
}

/** A store of a size, and the work that is timed on it. */
class Subject {
  readonly #size: number;
  readonly #store: RecordStore = createMemoryStore();
  readonly #map = new Map<string, StoredRecord>();
  #now = 0;
  #turn = 0;

  constructor(size: number) {
    this.#size = size;
    for (let n = 0; n < size; n++) {
      this.#map.set(`id-${n}`, record(n, 0));
      this.#store.add(record(n, this.#now++));
    }
  }

  /** Another record each time, far from the last one. */
  #next(): number {
    return this.#turn++ * 7919 % this.#size;
  }

  readonly work: Readonly<Record<string, { times: number; once: () => unknown }>> = {
    "(a bare Map)": { times: 20_000, once: () => this.#map.get(`id-${this.#next()}`) },
    "get": { times: 20_000, once: () => this.#store.get(`id-${this.#next()}`) },
    "update": {
      times: 20_000,
      once: () => {
        const n = this.#next();
        this.#store.replace(record(n, this.#now++));
        return true;
      },
    },
    "external lookup": {
      times: 20_000,
      once: () => this.#store.withExternal("crm", `external-${this.#next()}`),
    },
    "last page": {
      times: 2_000,
      once: () => this.#store.select({}, this.#size - PAGE, PAGE).records[PAGE - 1],
    },
    "last page of a service": {
      times: 2_000,
      once: () => {
        const filter = { externalService: "crm" };
        return this.#store.select(filter, this.#size - PAGE, PAGE).records[PAGE - 1];
      },
    },
  };

  /** Microseconds that it takes once. */
  time(name: string): number {
    const { times = 0, once = () => undefined } = this.work[name] ?? {};
    const start = performance.now();
    for (let i = 0; i < times; i++) {
      if (once() === undefined) throw new Error(`${name} found nothing`);
    }
    return (performance.now() - start) / times * 1_000;
  }
}

const small = new Subject(SMALL);
const large = new Subject(LARGE);
for (const name of Object.keys(small.work)) {
  // They run in turn, and the best time of each counts, so that other work on the machine affects both alike.
  let [few, many] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round++) {
    few = Math.min(few, small.time(name));
    many = Math.min(many, large.time(name));
  }
  const inWords = (size: number, time: number) =>
    `${time.toFixed(2)} µs among ${size.toLocaleString("en")}`;
  console.log(
    `${name.padEnd(22)} ${inWords(SMALL, few)}, ${inWords(LARGE, many)}: ratio ` +
      (many / few).toFixed(1),
  );
}
