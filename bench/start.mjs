// node bench/start.mjs [-- ROUNDS]
// How long the mock takes to its first answer, on Bun, Deno and Node (on dist/: npm run build first). Of several
// rounds in turn the best counts, since other work on the machine only ever adds. Exits with 1 above a target.
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { inRoot } from "../scripts/lib/project.mjs";
import { withTemporaryFolder } from "../scripts/lib/temporary.mjs";
import { bun, deno, node } from "../scripts/lib/tools.mjs";

const ROUNDS = Number(process.argv[2] ?? 7);

/** @typedef {{ whole: number, empty: number, imported: number, answered: number }} Times */

await withTemporaryFolder("bench", async (folder) => {
  const source = inRoot("bench/start.ts");
  const forNode = path.join(folder, "start.mjs");
  await build({ entryPoints: [source], outfile: forNode, format: "esm", target: "node20" });
  const env = {
    ...process.env,
    KINABASE_MOCK: pathToFileURL(inRoot("dist/mock-server/mod.js")).href,
  };
  const plain = { ...process.env, KINABASE_MOCK: undefined };
  const denoRun = ["run", "--no-lock", "--no-check", "--allow-env=KINABASE_MOCK", "--allow-read"];

  /** @type {{ name: string, target: number, command: string[], empty: string[], env: NodeJS.ProcessEnv }[]} */
  const runtimes = [
    {
      name: "bun",
      target: 100,
      command: [...bun(), source],
      empty: [...bun(), "-e", "0"],
      env: plain,
    },
    {
      name: "deno",
      target: 100,
      command: [...deno(), ...denoRun, source],
      empty: [...deno(), "eval", "0"],
      env: plain,
    },
    {
      name: "node",
      target: 200,
      command: [...node(), forNode],
      empty: [...node(), "-e", "0"],
      env,
    },
  ];

  /** @param {readonly string[]} command @param {NodeJS.ProcessEnv} of */
  const timed = ([program = "", ...args], of) => {
    const begin = performance.now();
    const output = execFileSync(program, args, { cwd: folder, env: of, encoding: "utf8" });
    return { took: performance.now() - begin, output };
  };

  /** @type {Map<string, Times>} */
  const best = new Map();
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, command, empty, env: of } of runtimes) {
      const { took: whole, output } = timed(command, of);
      const times = { whole, empty: timed(empty, of).took, ...JSON.parse(output) };
      const before = best.get(name) ?? times;
      for (const key of /** @type {const} */ (["whole", "empty", "imported", "answered"])) {
        times[key] = Math.min(times[key], before[key]);
      }
      best.set(name, times);
    }
  }

  console.log(
    "milliseconds   import   answer   whole process   an empty one   target for the answer",
  );
  for (const { name, target } of runtimes) {
    const { imported, answered, whole, empty } = best.get(name) ?? fail(name);
    const cells = [imported, answered, whole, empty].map((ms, i) =>
      ms.toFixed(0).padStart([9, 9, 16, 15][i] ?? 9)
    );
    const met = answered <= target;
    console.log(`${name.padEnd(12)}${cells.join("")}   ${target} ${met ? "met" : "NOT MET"}`);
    if (!met) process.exitCode = 1;
  }
});

/** @param {string} name @returns {never} */
function fail(name) {
  throw new Error(`${name} did not run`);
}
