// npm run bench [-- WORD]
// Runs the measures on Node, Bun and Deno, prints their tables and writes bench/results.json. WORD selects measures by
// name; the results of the others stay.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import process from "node:process";
import { buildOnce } from "../scripts/lib/build.ts";
import { inRoot } from "../scripts/lib/project.ts";
import { run } from "../scripts/lib/run.ts";
import { withTemporaryFolder } from "../scripts/lib/temporary.ts";
import { bun, deno, node, type Tool } from "../scripts/lib/tools.ts";
import { createLab, installPeers } from "./lib/lab.ts";
import type { Measure } from "./lib/measure.ts";
import { type Results, RESULTS_FILE, resultsSchema } from "./lib/results.ts";
import { tableOf } from "./lib/table.ts";

const word = process.argv[2] ?? "";
const names = readdirSync(inRoot("bench/measures"))
  .map((file) => file.replace(/\.ts$/, ""))
  .filter((name) => name.includes(word))
  .sort();
if (names.length === 0) throw new Error(`no measure has "${word}" in its name`);

const trouble = await buildOnce({ check: false });
if (trouble) throw new Error(trouble);
const peers = await installPeers(console.log);

const results: Results = existsSync(inRoot(RESULTS_FILE))
  ? resultsSchema.parse(JSON.parse(readFileSync(inRoot(RESULTS_FILE), "utf8")))
  : { machine: { cores: 0, versions: {} }, measures: {} };
results.machine = {
  cores: os.cpus().length,
  versions: {
    node: await versionOf([...node(), "--version"]),
    bun: await versionOf([...bun(), "--version"]),
    deno: await versionOf([...deno(), "--version"]),
  },
};

await withTemporaryFolder("bench", async (folder) => {
  const lab = createLab(folder, peers, console.log);
  for (const name of names) {
    const { measure }: { measure: Measure } = await import(`./measures/${name}.ts`);
    const { id, title, unit, better, note } = measure;
    const rows = await measure.run(lab);
    results.measures[id] = { title, unit, better, ...(note === undefined ? {} : { note }), rows };
    console.log(`\n${title} (${unit}, ${better} is better)\n${tableOf(rows)}`);
    writeFileSync(inRoot(RESULTS_FILE), `${JSON.stringify(results, null, 2)}\n`);
  }
});

async function versionOf([command, ...args]: Tool): Promise<string> {
  const { output } = await run(command, args, { cwd: inRoot() });
  return /\d+\.\d+\.\d+/.exec(output)?.[0] ?? "unknown";
}
