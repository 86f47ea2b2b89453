// Runs one program of tests/proof on one runtime.
import { build } from "esbuild";
import { writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { root } from "./project.ts";
import { type Ended, run } from "./run.ts";
import { withTemporaryFolder } from "./temporary.ts";
import { bun, deno, node, type Tool, workerd } from "./tools.ts";

/** The runtimes that a proof can run on. */
export const RUNTIMES = ["bun", "node", "deno", "workerd"] as const;

/** A runtime that a proof can run on. */
export type Runtime = typeof RUNTIMES[number];

/** How a proof runs, as text. */
export interface ProveOptions {
  /** How much work it does. */
  scale: string;
  /** The seed of its random choices. */
  seed: string;
  /** The one finding to repeat. */
  only?: string | undefined;
}

/** Workers cannot listen on a port. */
const NOT_ON_WORKERS = ["chaos-over-sockets", "profiles"];

const TIME_LIMIT_MS = 60 * 60_000;

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

/** The runtimes with a name, or all; none if there is no such runtime. */
export function runtimesNamed(name: string): Runtime[] {
  return RUNTIMES.filter((runtime) => name === runtime || name === "all");
}

/** Runs proofs on runtimes, prints a line about each, and sets the exit code. */
export async function proveAll(
  names: readonly string[],
  runtimes: readonly Runtime[],
  options: ProveOptions,
): Promise<void> {
  for (const runtime of runtimes) {
    for (const name of names) {
      if (runtime === "workerd" && NOT_ON_WORKERS.includes(name)) continue;
      const start = performance.now();
      const { trouble } = await prove(name, runtime, options);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      const outcome = trouble === undefined ? "ok" : `FAILED: ${trouble}`;
      console.log(`${name} on ${runtime} ${outcome} (${seconds} s)`);
      if (trouble !== undefined) process.exitCode = 1;
    }
  }
}

async function prove(
  name: string,
  runtime: Runtime,
  { scale, seed, only }: ProveOptions,
): Promise<Ended> {
  const given = [name, scale, seed, ...(only === undefined ? [] : [only])];
  const start = ([command, ...first]: Tool, ...args: string[]) =>
    run(command, [...first, ...args], { cwd: root, echo: true, timeout: TIME_LIMIT_MS });
  if (runtime === "bun") return await start(bun(), "tests/proof/run.ts", ...given);
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
      define: { PROOF: JSON.stringify({ name, scale: Number(scale), seed: Number(seed), only }) },
      logLevel: "error",
    });
    if (runtime === "node") return await start(node(), bundle, ...given);
    if (runtime === "deno") {
      return await start(deno(), "run", "-A", "--no-lock", bundle, ...given);
    }
    writeFileSync(path.join(folder, "config.capnp"), CONFIG);
    return await start(workerd(), "test", path.join(folder, "config.capnp"));
  });
}
