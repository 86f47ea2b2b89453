// What the measures work with: bundles, and processes of the three runtimes.
import { build, type Plugin } from "esbuild";
import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot, root } from "../../scripts/lib/project.ts";
import { run } from "../../scripts/lib/run.ts";
import { bun, deno, node, npm, type Tool } from "../../scripts/lib/tools.ts";
import { bundleSize } from "../../scripts/lib/bundle-size.ts";
import { type Lab, type RunOptions, type RuntimeName, RUNTIMES } from "./measure.ts";

const PEERS = inRoot("bench/peers");

/** The command lines of the runtimes. Deno gets all permissions, because some clients read the environment. */
const COMMANDS: Readonly<Record<RuntimeName, () => Tool>> = {
  node: () => [...node(), "--expose-gc"],
  bun: () => [...bun(), "--expose-gc"],
  deno: () => [
    ...deno(),
    "run",
    "--config",
    inRoot("deno.json"),
    "--no-check",
    "--allow-all",
    "--v8-flags=--expose-gc",
  ],
};

// The runtimes print what a program logs as well, so the result has a line of its own.
const MARK = "bench result: ";

/** @param folder An empty folder for bundles. */
export function createLab(folder: string, peers: boolean, log: (line: string) => void): Lab {
  /** Bundles the program of a measure into one file, which all runtimes run. */
  async function programOf(id: string): Promise<string> {
    const outfile = path.join(folder, `${id}.mjs`);
    await build({
      stdin: {
        contents: `import { program } from "./bench/measures/${id}.ts";
const input = JSON.parse(process.argv[2] ?? "null");
console.log(${JSON.stringify(MARK)} + JSON.stringify(await program(input)));
process.exit(0);`,
        resolveDir: root,
      },
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "es2022",
      logLevel: "error",
      // Some of the other clients are CommonJS and load modules of Node.
      banner: {
        js: 'import { createRequire } from "node:module"; import process from "node:process"; ' +
          "const require = createRequire(import.meta.url);",
      },
      plugins: peers ? [] : [withoutPeers],
    });
    return outfile;
  }

  symlinkSync(inRoot("node_modules"), path.join(folder, "node_modules"), "junction");
  const programs = new Map<string, Promise<string>>();

  return {
    peers,
    file(name, text) {
      const file = path.join(folder, name);
      writeFileSync(file, text);
      return file;
    },
    dist: inRoot("dist"),
    log,
    async serve(json) {
      const headers = { "content-type": "application/json" };
      const server = Bun.serve({
        port: 0,
        hostname: "127.0.0.1",
        fetch: () => new Response(json, { headers }),
      });
      return { url: server.url.origin, stop: () => void server.stop(true) };
    },
    async inEachRuntime<T>(id: string, { rounds, input }: RunOptions) {
      const program = programs.get(id) ?? programOf(id);
      programs.set(id, program);
      const file = await program;
      const results: Record<RuntimeName, T[]> = { node: [], bun: [], deno: [] };
      for (let round = 0; round < rounds; round++) {
        for (const runtime of RUNTIMES) {
          const [command, ...first] = COMMANDS[runtime]();
          const args = [...first, file, JSON.stringify(input ?? null)];
          const ended = await run(command, args, { cwd: folder, timeout: 600_000 });
          const line = ended.output.split("\n").find((text) => text.startsWith(MARK));
          if (ended.trouble || line === undefined) {
            throw new Error(`${id} on ${runtime}: ${ended.trouble}\n${ended.output}`);
          }
          results[runtime].push(JSON.parse(line.slice(MARK.length)));
        }
      }
      return results;
    },
    bundle: (source, external = []) =>
      bundleSize(source, {
        external: [...external],
        alias: { "@kinakit/kinabase": inRoot("dist/mod.js") },
      }),
  };
}

/** Puts an empty list in place of the other clients. */
const withoutPeers: Plugin = {
  name: "without-peers",
  setup({ onResolve }) {
    onResolve({ filter: /\/peers\.mjs$/ }, () => ({ path: path.join(PEERS, "none.mjs") }));
  },
};

/** Installs the other clients, unless they are there. Returns whether they are. */
export async function installPeers(log: (line: string) => void): Promise<boolean> {
  if (existsSync(path.join(PEERS, "node_modules"))) return true;
  const [command, ...first] = npm();
  const args = [...first, "ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  const ended = await run(command, args, { cwd: PEERS });
  if (!ended.trouble) return true;
  log(`The other clients are left out, because npm cannot install them: ${ended.trouble}`);
  return false;
}
