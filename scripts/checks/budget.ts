// What the package may cost its users: what was reached, and 3% more. A change that costs more must say why, here.
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { bundleSize } from "../lib/bundle-size.ts";
import { inRoot, root } from "../lib/project.ts";
import { run } from "../lib/run.ts";
import { bun } from "../lib/tools.ts";

/** The highest figures. The number of dependencies is 0: the step "manifests" checks it. */
const BUDGET = {
  // 3 and 14 more for imports by ID, their verification, and files that are written safely.
  // 5 and 20 more for contract runs that deployments that hang, refuse or fail neither stop nor mislead.
  // 3 and 10 more for more files with one concept each.
  // 3 more for records, refused rows and profiles that imports and contract runs do not lose.
  // 4 and 20 more for imports that leave out columns and show refused rows at once, and errors that name the flag.
  // 3 and 20 more for collections that tests hold, deadlines on the mock's clock, and stacks that show the caller.
  // 9 and 40 more for assumed facts that are judged by a profile, under each option, and guides to it.
  // 1 and 10 more for base URLs of coordinators, hosts in messages, and waits as events.
  "kB of the tarball": 528,
  "kB of dist/": 2_130,
  "kB of ./mock, minified and compressed": 125,
  "kB of ./schemas, minified and compressed": 30.2,
  "bytes of memory for a small record in the mock": 528,
};

/** The figures above the budget. Needs dist/. */
export async function checkBudget(tarball: string): Promise<string[]> {
  const found: Readonly<Record<keyof typeof BUDGET, number>> = {
    "kB of the tarball": statSync(tarball).size / 1_000,
    "kB of dist/": sizeOf(inRoot("dist")) / 1_000,
    "kB of ./mock, minified and compressed": await compressed("dist/mock-server/mod.js"),
    "kB of ./schemas, minified and compressed": await compressed("dist/src/wire/schemas.js"),
    "bytes of memory for a small record in the mock": await memoryPerRecord(),
  };
  const names = Object.keys(BUDGET) as (keyof typeof BUDGET)[];
  return names.filter((name) => !(found[name] <= BUDGET[name]))
    .map((name) => `${found[name].toFixed(1)} ${name}: the budget is ${BUDGET[name]}`);
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(path.join(folder, name)))
    .reduce((sum, of) => sum + (of.isFile() ? of.size : 0), 0);
}

async function compressed(entry: string): Promise<number> {
  const program = `export * from "./${entry}";`;
  return (await bundleSize(program, { external: ["node:*"] })).gzip / 1_000;
}

async function memoryPerRecord(): Promise<number> {
  const [command, ...first] = bun();
  const program = inRoot("scripts/checks/memory-per-record.ts");
  const { output, trouble } = await run(command, [...first, program], { cwd: root });
  if (trouble) throw new Error(`${trouble}\n${output}`);
  return Number(output);
}
