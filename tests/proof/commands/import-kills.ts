import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createManualClock, createMockServer } from "../../../mock-server/mod.ts";
import { serve } from "../../../mock-server/serve.ts";
import { seededRandom } from "../../../mock-server/world/faults/seeded-random.ts";
import type { Proof } from "../proof.ts";
import { startCli } from "./cli-process.ts";

const KILLS = 50;
const ROWS = 4_000;
const EXISTING = 500;
const BATCH = 20;
/** A kill comes at most this long after the first step of a run, in milliseconds. */
const LATEST_KILL_MS = 120;

/**
 * Kills `kinabase import` with SIGKILL at random moments and continues it, until the file is imported. Then it
 * compares the records with the rows: with a key, none may be missing or there twice.
 */
export const importKills: Proof = {
  name: "import-kills",
  async run({ scale, seed, print }) {
    const wanted = Math.ceil(KILLS * scale);
    const random = seededRandom(seed);
    const folder = mkdtempSync(path.join(tmpdir(), "kinabase-kills-"));
    let kills = 0;
    let files = 0;
    try {
      for (; kills < wanted; files++) {
        const file = path.join(folder, `rows-${files}.csv`);
        kills += await importOnce(file, wanted - kills, random);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    print(
      `${kills} kills during ${files} imports of ${ROWS} rows: every row is there once, as in its file`,
    );
  },
};

/** Imports a file, with at most `most` kills. Returns how many there were. */
async function importOnce(file: string, most: number, random: () => number): Promise<number> {
  const mock = createMockServer({ clock: createManualClock({ running: true }) });
  const app = await mock.tenant.apps.create({ name: "Proof", description: "Imports rows" });
  const people = mock.tenant.collections.create({ slug: "people", name: "People" });
  for (let n = 0; n < EXISTING; n++) {
    people.records.add({ data: { name: "old" }, external: [{ key: "crm", id: `${n * 3}` }] });
  }
  const lines = Array.from({ length: ROWS }, (_, n) => `${n},"row ${n}, ""quoted""",${n * 7}`);
  writeFileSync(file, `number,name,amount\n${lines.join("\n")}\n`);
  const journal = `${file}.journal`;
  const server = await serve(mock, { port: 0 });
  let kills = 0;
  try {
    for (;;) {
      const { child, ended } = startCli(
        [
          ...["import", "people", file, "--key", "crm=number", "--continue", "--settle", "0.3"],
          ...["--batch-size", String(BATCH), "--requests-per-minute", "1000000"],
        ],
        app,
        server.baseUrl,
      );
      let isRunning = true;
      const over = ended.finally(() => isRunning = false);
      if (kills < most) {
        const before = sizeOf(journal);
        while (isRunning && sizeOf(journal) <= before + 200) await sleep(2);
        await sleep(random() * LATEST_KILL_MS);
        if (isRunning && child.kill("SIGKILL")) kills += 1;
      }
      const { code, output, errors } = await over;
      if (code === 0) break;
      if (code !== null && code < 128) throw new Error(`exit code ${code}\n${output}${errors}`);
    }
  } finally {
    await server.close();
  }

  const found = new Map<string, string>();
  for (const { data, external } of people.records.list()) {
    const key = external?.find((link) => link.key === "crm")?.id ?? "none";
    if (found.has(key)) throw new Error(`two records have the key ${key}`);
    found.set(key, JSON.stringify([data["number"], data["name"], data["amount"]]));
  }
  if (found.size !== ROWS) throw new Error(`${found.size} records, but ${ROWS} rows`);
  for (let n = 0; n < ROWS; n++) {
    const expected = JSON.stringify([n, `row ${n}, "quoted"`, n * 7]);
    if (found.get(`${n}`) !== expected) throw new Error(`row ${n}: ${found.get(`${n}`)}`);
  }
  return kills;
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
