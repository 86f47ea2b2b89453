// Bundles each entry of the client into one file, in place of the compiler's output.
// See docs/decisions/0020-the-client-is-one-file.md.
import { build } from "esbuild";
import { copyFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { inRoot, packageJson, root } from "./project.ts";

/** The entries that this bundles: those outside the folders of the mock, the contract and the command line. */
const ENTRY = /^\.\/dist\/(?:mod|src\/.+)\.js$/;

/** Only one function of it is used, and on Node its import takes longer than that of the client. */
const INLINED = "jose";

/** Bundles the compiler's output in dist/. Call it last: the mock is bundled from the same files. */
export async function bundleClient(): Promise<void> {
  const { exports, dependencies } = packageJson();
  const packages = Object.keys(dependencies).filter((name) => name !== INLINED);
  const targets = Object.values(exports).map((to) => typeof to === "string" ? to : to.default);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: targets.filter((to) => ENTRY.test(to)),
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
    // The comments in the bundle name node_modules, wherever it is.
    preserveSymlinks: true,
    external: ["cloudflare:*", ...packages.flatMap((name) => [name, `${name}/*`])],
    metafile: true,
    logLevel: "warning",
  });
  copyFileSync(
    inRoot("node_modules", INLINED, "LICENSE.md"),
    inRoot(`dist/src/${INLINED}-LICENSE.md`),
  );
  const made = new Set(Object.keys(metafile.outputs));
  for (const file of readdirSync(inRoot("dist/src"), { recursive: true, encoding: "utf8" })) {
    const name = path.posix.join("dist/src", file.replaceAll(path.sep, "/"));
    if (name.endsWith(".js") && !made.has(name)) rmSync(inRoot(name));
  }
}
