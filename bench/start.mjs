// node bench/start.mjs [-- ROUNDS]
// How long the mock takes to its first answer, on Bun, Deno and Node: as npm delivers it (npm run build first),
// and from its sources, as JSR serves them. Of several rounds in turn the best counts, since other work on the
// machine only ever adds. Exits with 1 above a target.
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { inRoot, root } from "../scripts/lib/project.mjs";
import { withTemporaryFolder } from "../scripts/lib/temporary.mjs";
import { bun, deno, node } from "../scripts/lib/tools.mjs";

const ROUNDS = Number(process.argv[2] ?? 7);
const PACKAGE = "dist/mock-server/mod.js";
const SOURCES = "mock-server/mod.ts";

const denoRun = [...deno(), "run", "--config", inRoot("deno.json"), "--no-check", "--allow-read"];

/** The targets are for the answer, in milliseconds. */
const RUNS = [
  { name: "bun", from: PACKAGE, target: 100, command: bun(), empty: [...bun(), "-e", "0"] },
  { name: "deno", from: PACKAGE, target: 100, command: denoRun, empty: [...deno(), "eval", "0"] },
  { name: "node", from: PACKAGE, target: 200, command: node(), empty: [...node(), "-e", "0"] },
  { name: "bun", from: SOURCES, target: 100, command: bun(), empty: [...bun(), "-e", "0"] },
  { name: "deno", from: SOURCES, target: 100, command: denoRun, empty: [...deno(), "eval", "0"] },
];

/** @typedef {{ whole: number, empty: number, imported: number, answered: number }} Times */

await withTemporaryFolder("bench", async (folder) => {
  /** @param {string} from @param {number} i */
  async function program(from, i) {
    const outfile = path.join(folder, `start-${i}.mjs`);
    await build({
      entryPoints: [inRoot("bench/start.ts")],
      outfile,
      format: "esm",
      target: "node20",
      define: { MOCK: JSON.stringify(pathToFileURL(inRoot(from)).href) },
    });
    return outfile;
  }

  /** @param {readonly string[]} command */
  function timed([file = "", ...args]) {
    const begin = performance.now();
    const output = execFileSync(file, args, { cwd: root, encoding: "utf8" });
    return { took: performance.now() - begin, output };
  }

  const runs = await Promise.all(RUNS.map(async (run, i) => ({
    ...run,
    command: [...run.command, await program(run.from, i)],
    best: /** @type {Times} */ ({}),
  })));
  for (let round = 0; round < ROUNDS; round++) {
    for (const run of runs) {
      const { took: whole, output } = timed(run.command);
      const times = { whole, empty: timed(run.empty).took, ...JSON.parse(output) };
      for (const key of /** @type {const} */ (["whole", "empty", "imported", "answered"])) {
        run.best[key] = Math.min(times[key], run.best[key] ?? Infinity);
      }
    }
  }

  console.log(
    "milliseconds           import   answer   whole process   an empty one   target for the answer",
  );
  for (const { name, from, target, best } of runs) {
    const { imported, answered, whole, empty } = best;
    const cells = [imported, answered, whole, empty].map((ms, i) =>
      ms.toFixed(0).padStart([9, 9, 16, 15][i] ?? 9)
    );
    const met = answered <= target;
    const of = `${name}, ${from === PACKAGE ? "package" : "sources"}`;
    console.log(`${of.padEnd(20)}${cells.join("")}   ${target} ${met ? "met" : "NOT MET"}`);
    if (!met) process.exitCode = 1;
  }
});
