// Runs one program of tests/proof on one runtime.
import { build } from "esbuild";
import path from "node:path";
import process from "node:process";
import { buildOnce } from "./build.ts";
import { root } from "./project.ts";
import { type Ended, run } from "./run.ts";
import { FOREIGN } from "./suites/workerd.ts";
import { withTemporaryFolder } from "./temporary.ts";
import { bun, deno, node, type Tool, workerd } from "./tools.ts";
import { type WorkerService, writeWorkerdConfig } from "./workerd-config.ts";

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

/** The proofs that start `kinabase`. On Node they start the built one. */
const COMMANDS = ["import-kills", "round-trip"];

/** Workers cannot listen on a port. */
const NOT_ON_WORKERS = ["chaos-over-sockets", "profiles", ...COMMANDS];

const TIME_LIMIT_MS = 60 * 60_000;

const DATE = "2026-07-01";
const ISOLATES = 20;

/** The folder of the Workers of a proof that needs others beside its own, and the Workers. */
const WORKERS: Readonly<Record<string, { folder: string; services: readonly WorkerService[] }>> = {
  "chaos-leaving": {
    folder: "tests/proof/chaos/leaving",
    services: [
      { name: "client-worker", module: "client-worker", date: DATE, outbound: "mock-worker" },
      { name: "mock-worker", module: "mock-worker", date: DATE },
    ],
  },
  scale: {
    folder: "tests/proof/scale",
    services: [
      { name: "kinabase", module: "kinabase-worker", date: DATE },
      {
        name: "coordinator",
        module: "coordinator-worker",
        date: DATE,
        outbound: "kinabase",
        hasCoordinator: true,
      },
      ...Array.from({ length: ISOLATES }, (_, i) => ({
        name: `isolate-${i + 1}`,
        module: "isolate-worker",
        date: DATE,
        outbound: "kinabase",
        coordinator: "coordinator",
      })),
      { name: "alone", module: "isolate-worker", date: DATE, outbound: "kinabase" },
    ],
  },
};

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
      if ((runtime === "workerd" ? NOT_ON_WORKERS : Object.keys(WORKERS)).includes(name)) continue;
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
  if (runtime === "node" && COMMANDS.includes(name)) {
    const trouble = await buildOnce({ check: false });
    if (trouble) throw new Error(trouble);
  }
  return await withTemporaryFolder("proof", async (folder) => {
    const { folder: place, services } = WORKERS[name] ?? { folder: "", services: [] };
    const modules = [...new Set(services.map(({ module }) => module))];
    const entry = runtime === "workerd" ? "run-workerd" : "run";
    const bundle = path.join(folder, `${entry}.mjs`);
    await build({
      absWorkingDir: root,
      entryPoints: [`tests/proof/${entry}.ts`, ...modules.map((of) => `${place}/${of}.ts`)],
      entryNames: "[name]",
      outExtension: { ".js": ".mjs" },
      outdir: folder,
      bundle: true,
      format: "esm",
      target: "es2022",
      platform: "neutral",
      mainFields: [...(runtime === "workerd" ? ["browser"] : []), "module", "main"],
      ...(runtime === "workerd" ? { conditions: ["workerd", "worker", "browser"] } : {}),
      external: ["node:*", "cloudflare:*", "stream"],
      define: { PROOF: JSON.stringify({ name, scale: Number(scale), seed: Number(seed), only }) },
      logLevel: "error",
    });
    if (runtime === "node") return await start(node(), "--expose-gc", bundle, ...given);
    if (runtime === "deno") {
      return await start(
        deno(),
        "run",
        "-A",
        "--no-lock",
        "--v8-flags=--expose-gc",
        bundle,
        ...given,
      );
    }
    const main = { name: "main", module: "run-workerd", date: DATE };
    const config = writeWorkerdConfig(folder, main, services, "mjs");
    const ended = await start(workerd(), "test", config);
    const isForeign = FOREIGN.test(ended.output);
    return isForeign
      ? { ...ended, trouble: "a promise of one request was used in another" }
      : ended;
  });
}
