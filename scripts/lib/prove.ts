// Runs one program of tests/proof on one runtime.
import { build } from "esbuild";
import { writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { buildOnce } from "./build.ts";
import { root } from "./project.ts";
import { type Ended, run } from "./run.ts";
import { FOREIGN } from "./suites/workerd.ts";
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

/** The proofs that start `kinabase`. On Node they start the built one. */
const COMMANDS = ["import-kills", "round-trip"];

/** Workers cannot listen on a port. */
const NOT_ON_WORKERS = ["chaos-over-sockets", "profiles", ...COMMANDS];

const TIME_LIMIT_MS = 60 * 60_000;

/** The Workers of a proof that needs others beside its own: their modules, and what their `fetch` reaches. */
const WORKERS: Readonly<Record<string, readonly { module: string; outbound?: string }[]>> = {
  "chaos-leaving": [
    { module: "tests/proof/chaos/leaving/client-worker.ts", outbound: "mock-worker" },
    { module: "tests/proof/chaos/leaving/mock-worker.ts" },
  ],
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
    const workers = WORKERS[name] ?? [];
    const entry = runtime === "workerd" ? "run-workerd" : "run";
    const bundle = path.join(folder, `${entry}.mjs`);
    await build({
      absWorkingDir: root,
      entryPoints: [`tests/proof/${entry}.ts`, ...workers.map(({ module }) => module)],
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
    writeFileSync(path.join(folder, "config.capnp"), configOf(workers));
    const ended = await start(workerd(), "test", path.join(folder, "config.capnp"));
    const isForeign = FOREIGN.test(ended.output);
    return isForeign
      ? { ...ended, trouble: "a promise of one request was used in another" }
      : ended;
  });
}

/** The configuration of workerd: the Worker that runs the proof, with bindings to the others. */
function configOf(workers: (typeof WORKERS)[string]): string {
  const names = workers.map(({ module }) => path.basename(module, ".ts"));
  const service = (name: string, module: string, more: string) =>
    `    (
      name = "${name}",
      worker = (
        modules = [(name = "worker.js", esModule = embed "${module}.mjs")],
        compatibilityDate = "2026-07-01",
        ${more}
      ),
    ),`;
  const bindings = names.map((name) => `(name = "${name}", service = "${name}")`);
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
${service("main", "run-workerd", `bindings = [${bindings.join(", ")}],`)}
${
    workers.map(({ outbound }, i) =>
      service(
        names[i] ?? "",
        names[i] ?? "",
        outbound === undefined ? "" : `globalOutbound = "${outbound}",`,
      )
    ).join("\n")
  }
  ],
);
`;
}
