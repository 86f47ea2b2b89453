import process from "node:process";
import { createClient } from "../../mod.ts";
import type { MockServer } from "../../mock-server/mod.ts";
import { createMemoryStore } from "../../mock-server/world/collections/memory-store/memory-store.ts";
import { authorized, mockWithRecords } from "../lib/mock-with-records.ts";
import { type Measure, type Row, RUNTIMES } from "../lib/measure.ts";
import { figure } from "../lib/statistics.ts";

const SIZES = [1_000, 10_000, 100_000, 1_000_000] as const;
/** How many records `list` reads at most. */
const READ = 30_000;

/** What is measured at each size, in milliseconds. */
interface Times {
  list: number;
  remove: number;
  firstChunk: number;
}

const NAMES: Readonly<Record<keyof Times, string>> = {
  list: "1,000 records of list({ updatedAfter })",
  remove: "removing the 1,000 oldest",
  firstChunk: "first chunk of /all",
};
const AIMS: Readonly<Record<keyof Times, number | undefined>> = {
  list: undefined,
  remove: undefined,
  firstChunk: 1,
};
const BEFORE: Readonly<Record<keyof Times, number>> = { list: 70, remove: 300, firstChunk: 4 };

export const measure: Measure = {
  id: "mock-store",
  title: "The mock's store with 1,000 to 1,000,000 records",
  unit: "ms",
  better: "lower",
  note:
    "`list` is the client's, in process, with pages of 300 and a time before all updates: processor time of the whole list, " +
    "or of its first 30,000 records, divided by the thousands of records read. The others: time on the wall, best of several.",
  async run(lab) {
    const found = await lab.inEachRuntime<Record<string, Times>>("mock-store", { rounds: 3 });
    const names = Object.entries(NAMES) as [keyof Times, string][];
    return names.flatMap(([key, name]) =>
      SIZES.map((size): Row => ({
        name: `${name}, ${size.toLocaleString("en")}`,
        figures: Object.fromEntries(
          RUNTIMES.map((
            runtime,
          ) => [runtime, figure(found[runtime].map((of) => of[size]?.[key] ?? NaN))]),
        ),
        ...size !== 100_000 ? {} : {
          before: { node: BEFORE[key] },
          ...AIMS[key] === undefined
            ? {}
            : { aims: { node: AIMS[key], bun: AIMS[key], deno: AIMS[key] } },
        },
      }))
    );
  },
};

/** The times at each number of records. */
export async function program(): Promise<Record<string, Times>> {
  const results: Record<string, Times> = {};
  for (const size of SIZES) {
    const mock = mockWithRecords(size);
    results[size] = {
      list: await listTime(mock, Math.min(size, READ)),
      remove: removal(size),
      firstChunk: await firstChunk(mock),
    };
  }
  return results;
}

/** The processor time for 1,000 of the records. */
async function listTime(mock: MockServer, count: number): Promise<number> {
  const app = await mock.tenant.apps.create({ name: "Bench", description: "List" });
  const people = createClient(app.clientOptions()).collection("people");
  let least = Infinity;
  for (let round = 0; round < 3; round++) {
    const start = process.cpuUsage();
    let read = 0;
    for await (const _ of people.list({ updatedAfter: new Date(round), pageSize: 300 })) {
      if (++read === count) break;
    }
    if (read !== count) throw new Error(`${read} of ${count} records`);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1_000 / (count / 1_000));
  }
  return least;
}

async function firstChunk(mock: MockServer): Promise<number> {
  const headers = await authorized(mock);
  return await best(async () => {
    const { body } = await mock.fetch(`${mock.baseUrl}collections/people/all`, { headers });
    const reader = body?.getReader();
    if ((await reader?.read())?.value === undefined) throw new Error("no chunk");
    await reader?.cancel();
  }, 20);
}

/** The time to remove the 1,000 oldest records. */
function removal(size: number): number {
  const store = createMemoryStore();
  let [oldest, newest] = [0, 0];
  const add = () => {
    const n = newest++;
    store.add({ id: `id-${n}`, numericId: n + 1, data: {}, external: [], updatedAt: n });
  };
  while (newest < size) add();
  const times = 1_000;
  let least = Infinity;
  for (let round = 0; round < 5; round++) {
    for (let i = 0; i < times; i++) add();
    const start = performance.now();
    for (let i = 0; i < times; i++) store.remove(`id-${oldest++}`);
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/** The least milliseconds of several times. */
async function best(work: () => Promise<void>, times = 5): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
