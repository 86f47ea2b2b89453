import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createManualClock, createMockServer } from "../../../mock-server/mod.ts";
import { serve } from "../../../mock-server/serve.ts";
import { seededRandom } from "../../../mock-server/world/faults/seeded-random.ts";
import type { Proof } from "../proof.ts";
import { startCli } from "./cli-process.ts";
import { createRandomRecords } from "./random-records.ts";

const RECORDS = 100_000;

/** Exports random records with `kinabase export` and imports them with `kinabase import`: they must be the same. */
export const roundTrip: Proof = {
  name: "round-trip",
  async run({ scale, seed, print }) {
    const count = Math.ceil(RECORDS * scale);
    const folder = mkdtempSync(path.join(tmpdir(), "kinabase-round-trip-"));
    const mock = createMockServer({ clock: createManualClock({ running: true }) });
    const app = await mock.tenant.apps.create({
      name: "Proof",
      description: "Exports and imports",
    });
    const server = await serve(mock, { port: 0 });
    try {
      const source = mock.tenant.collections.create({ slug: "source", name: "Source" });
      const record = createRandomRecords(seededRandom(seed));
      for (let n = 0; n < count; n++) source.records.add(record(n));
      const run = async (args: string[]) => {
        const start = performance.now();
        const { ended } = startCli(
          [...args, "--requests-per-minute", "1000000"],
          app,
          server.baseUrl,
        );
        const { code, output, errors, peakMegabytes } = await ended;
        if (code !== 0) throw new Error(`kinabase ${args.join(" ")}: ${code}\n${output}${errors}`);
        const seconds = ((performance.now() - start) / 1000).toFixed(1);
        print(`kinabase ${args[0]}: ${seconds} s, at most ${peakMegabytes ?? "?"} MB`);
      };
      for (const format of ["csv", "jsonl"]) {
        const file = path.join(folder, `records.${format}`);
        await run(["export", "source", "--out", file]);
        print(`${count} records are ${(statSync(file).size / 2 ** 20).toFixed(1)} MB of ${format}`);
        const slug = `target-${format}`;
        const target = mock.tenant.collections.create({ slug, name: slug });
        await run(["import", slug, file]);
        const wanted = source.records.list();
        const found = target.records.list();
        if (found.length !== wanted.length) {
          throw new Error(`${found.length} of ${wanted.length} records were imported`);
        }
        for (const [index, { data, external }] of wanted.entries()) {
          const other = found[index];
          const before = JSON.stringify([Object.entries(data).toSorted(), external]);
          const after = JSON.stringify([
            Object.entries(other?.data ?? {}).toSorted(),
            other?.external,
          ]);
          if (before !== after) throw new Error(`record ${index}:\n${before}\n${after}`);
        }
        print(`${found.length} records came back unchanged from ${format}`);
      }
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
