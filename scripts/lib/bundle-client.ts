// Bundles each entry of the client into one file, in place of the compiler's output.
// See docs/decisions/0016-the-client-is-one-file.md.
import { build } from "esbuild";
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { inRoot, packageJson, root } from "./project.ts";

/** The entries that this bundles: those outside the folders of the mock, the contract and the command line. */
const ENTRY = /^\.\/dist\/(?:mod|src\/.+)\.js$/;

/** Bundles the compiler's output in dist/. Call it last: the mock is bundled from the same files. */
export async function bundleClient(): Promise<void> {
  const { exports, dependencies } = packageJson();
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
    external: ["cloudflare:*", ...Object.keys(dependencies).flatMap((name) => [name, `${name}/*`])],
    metafile: true,
    logLevel: "warning",
  });
  const made = new Set(Object.keys(metafile.outputs));
  for (const file of readdirSync(inRoot("dist/src"), { recursive: true, encoding: "utf8" })) {
    const name = path.posix.join("dist/src", file.replaceAll(path.sep, "/"));
    if (name.endsWith(".js") && !made.has(name)) rmSync(inRoot(name));
  }
}
