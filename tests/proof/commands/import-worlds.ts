import { createClient, type FetchFunction } from "../../../mod.ts";
import { createMockServer, type MockServer } from "../../../mock-server/mod.ts";
import { importRecords, type ImportReport, type ImportRow } from "../../../tools/mod.ts";
import type { ImportJournal, JournalEntry } from "../../../tools/mod.ts";
import { seededRandom } from "../../unit/seeded-random.ts";
import type { Proof } from "../proof.ts";
import { randomWorld } from "../worlds/all-worlds.ts";
import { type World, worldText } from "../worlds/world.ts";

const WORLDS = 100;
const ROWS = 300;
const EXISTING = 30;
const BATCH = 40;
const SERVICE = "crm";
const KILLED = "the program was killed";

/**
 * Imports rows into tenants with random behaviors, while responses are lost or lie and the import is killed at random
 * and continued. Then it compares the records with the rows: none may be missing or there twice.
 */
export const importWorlds: Proof = {
  name: "import-worlds",
  async run({ scale, seed, print }) {
    const count = Math.ceil(WORLDS * scale);
    const sums = { kills: 0, stops: 0 };
    for (let i = 0; i < count; i++) {
      const random = seededRandom(seed * 10_000 + i);
      const world: World = { ...randomWorld(random), "fields.wrong-type": "refuse" };
      try {
        const { kills, stops } = await importIn(world, random);
        sums.kills += kills;
        sums.stops += stops;
      } catch (error) {
        print(worldText(world));
        throw error;
      }
    }
    print(
      `import-worlds: ${count} worlds, ${sums.kills} kills, stopped ${sums.stops} times by errors: ` +
        "every row is there once",
    );
  },
};

/** A value of the wrong type, which the mock refuses. */
const isWrong = (n: number) => n % 37 === 5;
const keyOf = (n: number) => `key ${n}`;

async function importIn(
  world: World,
  random: () => number,
): Promise<{ kills: number; stops: number }> {
  const requestsPerMinute = random() < 0.3 ? 20 : "off";
  const mock = createMockServer({ behaviors: world, limits: { requestsPerMinute } });
  const fields = { name: "text", amount: "number", note: "text" } as const;
  const people = mock.tenant.collections.create({ slug: "people", name: "People", fields });
  for (let n = 0; n < EXISTING; n++) {
    people.records.add({
      data: { name: "old", note: "kept" },
      external: [{ key: SERVICE, id: keyOf(n * 2) }],
    });
  }
  const app = await mock.tenant.apps.create({ name: "Proof", description: "Imports rows" });
  const options = app.clientOptions();
  const client = createClient({ ...options, fetch: lyingFetch(mock, random), random });
  const rows = Array.from({ length: ROWS }, (_, n): ImportRow => ({
    row: n + 1,
    key: keyOf(n),
    data: isWrong(n) ? { amount: "text" } : { name: `name ${n}`, amount: n },
  }));

  const entries: JournalEntry[] = [];
  let [kills, stops] = [0, 0];
  for (let runs = 0; runs < 500; runs++) {
    const report = await importRecords(client, "people", () => each(rows), {
      service: SERVICE,
      verify: true,
      clock: options.clock,
      batchSize: BATCH,
      journal: killingJournal(entries, random),
    });
    const { cause } = report;
    if (cause === undefined) {
      compare(mock, rows, report);
      return { kills, stops };
    }
    if (cause instanceof Error && cause.message === KILLED) kills += 1;
    else stops += 1;
  }
  throw new Error("the import did not end");
}

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** A `fetch` that refuses connections, and loses and replaces responses. */
function lyingFetch(mock: MockServer, random: () => number): FetchFunction {
  return async (input, init) => {
    const chance = random();
    if (chance < 0.05) throw new TypeError("the connection was refused");
    const response = await mock.fetch(input, init);
    if (chance < 0.1) throw new TypeError("the connection was closed");
    if (chance < 0.13) return new Response("<html>", { status: 502 });
    if (chance < 0.15) return new Response("<html>", { status: 200 });
    return chance < 0.17 ? new Response("", { status: 503 }) : response;
  };
}

/** A journal that fails at a random step, before or after it has stored the step. */
function killingJournal(entries: JournalEntry[], random: () => number): ImportJournal {
  let left = 1 + Math.floor(random() * 60);
  const isBefore = random() < 0.5;
  return {
    entries: [...entries],
    append(entry) {
      left -= 1;
      if (left === 0 && isBefore) throw new Error(KILLED);
      entries.push(entry);
      if (left === 0) throw new Error(KILLED);
    },
  };
}

function compare(
  { tenant }: MockServer,
  rows: readonly ImportRow[],
  { refused, different }: ImportReport,
): void {
  const found = new Map<string, string>();
  for (const { data, external } of tenant.collections.list()[0]?.records.list() ?? []) {
    const key = external?.find((link) => link.key === SERVICE)?.id ?? "none";
    if (found.has(key)) throw new Error(`two records have the key ${key}`);
    found.set(key, JSON.stringify([data["name"], data["amount"]]));
  }
  const isRefused = new Set(refused.map(({ row }) => row));
  // A change that the service left out in silence is only found by the comparison at the end.
  const isDifferent = new Set(different.map(({ row }) => row));
  for (const [n, { row, data }] of rows.entries()) {
    const isOld = n % 2 === 0 && n < EXISTING * 2;
    const expected = isWrong(n)
      ? isOld ? JSON.stringify(["old", undefined]) : undefined
      : JSON.stringify([data["name"], data["amount"]]);
    if (found.get(keyOf(n)) !== expected) {
      throw new Error(`row ${row}: expected ${expected}, got ${found.get(keyOf(n))}`);
    }
    const isNamed = isRefused.has(row) || isDifferent.has(row);
    if (isNamed !== isWrong(n)) {
      throw new Error(`row ${row} was ${isNamed ? "" : "not "}refused, or found to be different`);
    }
  }
}
