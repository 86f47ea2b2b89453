// Runs programs of tests/proof, such as `npm run fuzz -- --scale 10 --seed 7 --runtime node`. Without
// --runtime they run on Bun. `npm run prove` runs all of them on every runtime, at the size for CI.
import { build } from "esbuild";
import { writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { root } from "./lib/project.ts";
import { complaintOf, type Ended, run } from "./lib/run.ts";
import { withTemporaryFolder } from "./lib/temporary.ts";
import { bun, deno, node, type Tool, workerd } from "./lib/tools.ts";

const PROOFS = ["attack", "chaos", "fuzz"];
const RUNTIMES = ["bun", "node", "deno", "workerd"] as const;
const TIME_LIMIT_MS = 60 * 60_000;

type Runtime = typeof RUNTIMES[number];

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (
      name = "main",
      worker = (
        modules = [(name = "worker.js", esModule = embed "proof.mjs")],
        compatibilityDate = "2026-07-01",
      ),
    ),
  ],
);
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scale: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    runtime: { type: "string", default: "bun" },
  },
});
const names = positionals[0] === "all" ? PROOFS : positionals;
const runtimes = RUNTIMES.filter((name) => values.runtime === name || values.runtime === "all");
if (names.length === 0 || names.some((name) => !PROOFS.includes(name)) || runtimes.length === 0) {
  console.error(
    `Usage: prove.ts ${PROOFS.join("|")}|all [--scale n] [--seed n] [--runtime ${
      RUNTIMES.join("|")
    }|all]`,
  );
  process.exit(2);
}
for (const runtime of runtimes) {
  for (const name of names) {
    const start = performance.now();
    const ended = await prove(name, runtime);
    const complaint = complaintOf(ended);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(
      `${name} on ${runtime} ${complaint === undefined ? "ok" : "FAILED"} (${seconds} s)`,
    );
    if (complaint !== undefined) process.exitCode = 1;
  }
}

async function prove(name: string, runtime: Runtime): Promise<Ended> {
  const { scale, seed } = values;
  const start = ([command, ...first]: Tool, ...args: string[]) =>
    run(command, [...first, ...args], { cwd: root, echo: true, timeout: TIME_LIMIT_MS });
  if (runtime === "bun") return await start(bun(), "tests/proof/run.ts", name, scale, seed);
  return await withTemporaryFolder("proof", async (folder) => {
    const entry = runtime === "workerd" ? "run-workerd" : "run";
    const bundle = path.join(folder, "proof.mjs");
    await build({
      absWorkingDir: root,
      entryPoints: [`tests/proof/${entry}.ts`],
      outfile: bundle,
      bundle: true,
      format: "esm",
      target: "es2022",
      platform: "neutral",
      mainFields: ["module", "main"],
      ...(runtime === "workerd" ? { conditions: ["workerd", "worker", "browser"] } : {}),
      external: ["node:*", "cloudflare:*"],
      define: { PROOF: JSON.stringify({ name, scale: Number(scale), seed: Number(seed) }) },
      logLevel: "error",
    });
    if (runtime === "node") return await start(node(), bundle, name, scale, seed);
    if (runtime === "deno") {
      return await start(deno(), "run", "-A", "--no-lock", bundle, name, scale, seed);
    }
    writeFileSync(path.join(folder, "config.capnp"), CONFIG);
    return await start(workerd(), "test", path.join(folder, "config.capnp"));
  });
}
