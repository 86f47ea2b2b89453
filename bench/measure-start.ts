// bun bench/measure-start.ts [ROUNDS]
// How long the mock takes until its first response, on Bun, Deno and Node: as npm delivers it (npm run build first),
// and from its sources, as JSR serves them. The best of several rounds counts, since other work on the machine only
// adds time. Exits with 1 above a target.
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { inRoot, root } from "../scripts/lib/project.ts";
import { withTemporaryFolder } from "../scripts/lib/temporary.ts";
import { bun, deno, node, type Tool } from "../scripts/lib/tools.ts";

const ROUNDS = Number(process.argv[2] ?? 7);
const PACKAGE = "dist/mock-server/mod.js";
const SOURCES = "mock-server/mod.ts";

const denoRun: Tool = [
  ...deno(),
  "run",
  "--config",
  inRoot("deno.json"),
  "--no-check",
  "--allow-read",
];

interface Run {
  name: string;
  /** What it imports the mock from. */
  from: string;
  /** How long the answer may take, in milliseconds. */
  target: number;
  command: Tool;
  /** A process that does nothing. */
  empty: Tool;
}

/** Milliseconds: `imported` and `answered` from the program's first line on. */
interface Times {
  whole: number;
  empty: number;
  imported: number;
  answered: number;
}

const printed = z.object({ imported: z.number(), answered: z.number() });

const RUNS: readonly Run[] = [
  { name: "bun", from: PACKAGE, target: 100, command: bun(), empty: [...bun(), "-e", "0"] },
  { name: "deno", from: PACKAGE, target: 100, command: denoRun, empty: [...deno(), "eval", "0"] },
  { name: "node", from: PACKAGE, target: 200, command: node(), empty: [...node(), "-e", "0"] },
  { name: "bun", from: SOURCES, target: 100, command: bun(), empty: [...bun(), "-e", "0"] },
  { name: "deno", from: SOURCES, target: 100, command: denoRun, empty: [...deno(), "eval", "0"] },
];

await withTemporaryFolder("bench", async (folder) => {
  async function program(from: string, i: number): Promise<string> {
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

  function timed([file, ...args]: Tool): { took: number; output: string } {
    const begin = performance.now();
    const output = execFileSync(file, args, { cwd: root, encoding: "utf8" });
    return { took: performance.now() - begin, output };
  }

  const runs = await Promise.all(RUNS.map(async (run, i) => {
    const command: Tool = [...run.command, await program(run.from, i)];
    const best: Times = {
      whole: Infinity,
      empty: Infinity,
      imported: Infinity,
      answered: Infinity,
    };
    return { ...run, command, best };
  }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const run of runs) {
      const { took: whole, output } = timed(run.command);
      const { imported, answered } = printed.parse(JSON.parse(output));
      const { best } = run;
      run.best = {
        whole: Math.min(whole, best.whole),
        empty: Math.min(timed(run.empty).took, best.empty),
        imported: Math.min(imported, best.imported),
        answered: Math.min(answered, best.answered),
      };
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
