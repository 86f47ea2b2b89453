// bun bench/budgets.ts [--write]
// Fails if the client has become larger, if stream() needs more memory, or if npm installs more packages than
// bench/budgets.json allows. With --write it writes what is allowed: what bench/results.json says, plus 3%.
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import * as z from "zod";
import { buildOnce } from "../scripts/lib/build.ts";
import { inRoot } from "../scripts/lib/project.ts";
import { withTemporaryFolder } from "../scripts/lib/temporary.ts";
import { createLab } from "./lib/lab.ts";
import { type Lab, type RuntimeName, RUNTIMES } from "./lib/measure.ts";
import { RESULTS_FILE, resultsSchema } from "./lib/results.ts";
import { measure as size } from "./measures/size.ts";

const FILE = "bench/budgets.json";
const MARGIN = 1.03;
// A process may need more memory by chance, but not each time.
const TRIES = 4;

const budgetsSchema = z.object({
  /** Kilobytes of each bundle, minified and compressed. */
  size: z.record(z.string(), z.number()),
  /** Megabytes that stream() needs above reading the bytes alone. */
  streamMemory: z.object({ node: z.number(), bun: z.number(), deno: z.number() }),
  /** The packages that npm installs with this one, itself not counted. */
  packages: z.number(),
});

if (process.argv[2] === "--write") write();
else await check();

async function check(): Promise<void> {
  const budgets = budgetsSchema.parse(read(FILE));
  const trouble = await buildOnce({ check: false });
  if (trouble) throw new Error(trouble);
  const problems = await withTemporaryFolder("budgets", async (folder) => {
    const lab = createLab(folder, false, console.log);
    return [...await sizes(lab, budgets.size), ...await memory(lab, budgets.streamMemory)];
  });
  const packages = installedPackages();
  if (packages > budgets.packages) {
    problems.push(`npm installs ${packages} packages; ${budgets.packages} are allowed`);
  }
  for (const problem of problems) console.log(problem);
  if (problems.length === 0) return;
  console.log(
    `If this is worth it, change ${FILE} and say why in docs/performance.md: npm run bench, then ` +
      "bun bench/budgets.ts --write.",
  );
  process.exitCode = 1;
}

async function sizes(lab: Lab, allowed: Record<string, number>): Promise<string[]> {
  return (await size.run(lab)).flatMap(({ name, figures }) => {
    const [is, most] = [figures.any?.value ?? NaN, allowed[name]];
    if (most !== undefined && is <= most) return [];
    return [`${name}: ${is} kB minified and compressed; ${most} kB are allowed`];
  });
}

async function memory(lab: Lab, allowed: Record<RuntimeName, number>): Promise<string[]> {
  let over: string[] = [];
  const drain = { node: 0, bun: 0, deno: 0 };
  const stream = { node: Infinity, bun: Infinity, deno: Infinity };
  for (let round = 0; round < TRIES; round++) {
    const [drained, streamed] = [await peaks(lab, "drain"), await peaks(lab, "stream")];
    for (const runtime of RUNTIMES) {
      drain[runtime] = Math.max(drain[runtime], drained[runtime]);
      stream[runtime] = Math.min(stream[runtime], streamed[runtime]);
    }
    over = RUNTIMES.flatMap((runtime) => {
      const most = (drain[runtime] + allowed[runtime]) * MARGIN;
      if (stream[runtime] <= most) return [];
      return [
        `stream() on ${runtime}: a peak of ${
          stream[runtime].toFixed()
        } MB; ${most.toFixed()} MB are allowed`,
      ];
    });
    if (over.length === 0) return [];
  }
  return over;
}

async function peaks(lab: Lab, kind: string): Promise<Record<RuntimeName, number>> {
  const { node, bun, deno } = await lab.inEachRuntime<number>("stream-memory", {
    rounds: 1,
    input: kind,
  });
  return { node: node[0] ?? NaN, bun: bun[0] ?? NaN, deno: deno[0] ?? NaN };
}

/** The packages in the lockfile that are not only for the development of this one. */
function installedPackages(): number {
  const entry = z.looseObject({
    dev: z.boolean().optional(),
    peer: z.boolean().optional(),
    devOptional: z.boolean().optional(),
  });
  const { packages } = z.looseObject({ packages: z.record(z.string(), entry) })
    .parse(read("package-lock.json"));
  return Object.entries(packages)
    .filter(([name, { dev, peer, devOptional }]) => name !== "" && !dev && !peer && !devOptional)
    .length;
}

function write(): void {
  const { measures } = resultsSchema.parse(read(RESULTS_FILE));
  const rowsOf = (id: string) => measures[id]?.rows ?? [];
  const streamed = rowsOf("stream-memory").find(({ name }) => name === "stream()")?.figures ?? {};
  // Less than for the bytes alone is chance.
  const reached = (runtime: RuntimeName) => Math.max(0, round(streamed[runtime]?.value ?? NaN));
  const budgets = budgetsSchema.parse({
    size: Object.fromEntries(
      rowsOf("size").map((
        { name, figures },
      ) => [name, round((figures.any?.value ?? NaN) * MARGIN)]),
    ),
    // The check adds the margin, to the whole of the process.
    streamMemory: { node: reached("node"), bun: reached("bun"), deno: reached("deno") },
    packages: installedPackages(),
  });
  writeFileSync(inRoot(FILE), `${JSON.stringify(budgets, null, 2)}\n`);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(inRoot(file), "utf8"));
}
