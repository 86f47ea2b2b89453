// Bundles each entry of the client into one file, in place of the compiler's output.
// See docs/decisions/0020-the-client-is-one-file.md.
import { build } from "esbuild";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { externals, packageByName, papaparseWithoutStreams } from "./bundled.ts";
import { inRoot, packageJson, root } from "./project.ts";

/** The client's entries. The schemas are bundled with the mock. */
const CLIENT = /^\.\/dist\/(?:mod|src\/[^/]+|src\/cloudflare\/outside-workers)\.js$/;
const OUTSIDE_WORKERS = "./dist/src/cloudflare/outside-workers.js";
/** The tools import the client by the package's name. */
const TOOLS = /^\.\/dist\/tools\/[^/]+\.js$/;

/** Bundles the compiler's output in dist/. Call it last: the mock is bundled from the same files. */
export async function bundleClient(): Promise<void> {
  const { exports } = packageJson();
  const targets = [
    ...Object.values(exports).map((to) => typeof to === "string" ? to : to.workerd ?? to.default),
    OUTSIDE_WORKERS,
  ];
  // Apart from each other, because they share no code.
  const made = new Set(["dist/src/wire/schemas.js"]);
  for (const entry of [CLIENT, TOOLS]) {
    for (const file of await bundle(targets.filter((to) => entry.test(to)))) made.add(file);
  }
  for (const folder of ["dist/src", "dist/tools"]) {
    for (const file of readdirSync(inRoot(folder), { recursive: true, encoding: "utf8" })) {
      const name = path.posix.join(folder, file.replaceAll(path.sep, "/"));
      if (name.endsWith(".js") && !made.has(name)) rmSync(inRoot(name));
    }
  }
  // The same file for runtimes without `cloudflare:workers`. It shares the rest of the code.
  const inWorkers = readFileSync(inRoot("dist/src/cloudflare.js"), "utf8");
  writeFileSync(
    inRoot("dist/src/cloudflare-outside-workers.js"),
    inWorkers.replaceAll('"cloudflare:workers"', '"./cloudflare/outside-workers.js"'),
  );
}

/** Bundles entries. Returns the files that were written. */
async function bundle(entryPoints: string[]): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: "dist",
    outbase: "dist",
    // If two entries share code, it must exist once, because some of it has state.
    splitting: true,
    chunkNames: "src/chunks/[name]-[hash]",
    allowOverwrite: true,
    bundle: true,
    format: "esm",
    target: "es2023",
    platform: "neutral",
    mainFields: ["module", "main"],
    // The comments in the bundle name node_modules, wherever it is.
    preserveSymlinks: true,
    external: externals(),
    plugins: [packageByName(packageJson().name), papaparseWithoutStreams],
    metafile: true,
    logLevel: "warning",
  });
  return Object.keys(metafile.outputs);
}
