// Bundles the mock's entries into a few files that include zod, in place of the compiler's output.
// See docs/decisions/0012-npm-gets-the-mock-with-zod-inside.md.
import { build, type Plugin } from "esbuild";
import { copyFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { inRoot, packageJson, root } from "./project.ts";

/** The folder for code that several entries share. */
const CHUNKS = "mock-server/chunks";

/** The bundled folders. */
const FOLDERS = ["mock-server", "cli", "tests/contract"];

/** The only client files in the bundle. They have no state, so a second copy is harmless. */
const SHARED = [
  "wire/zod-schemas",
  "wire/operations",
  "support/attempt",
  "support/describe-value",
  "support/loopback",
  "support/nearest",
]
  .map((name) => `src/${name}.js`);

/**
 * Bundles the compiler's output in dist/.
 *
 * @returns the problem, if any
 */
export async function bundleMock(): Promise<string | undefined> {
  const { name, exports, bin } = packageJson();
  const targets = [...Object.values(exports), ...Object.values(bin)]
    .map((to) => typeof to === "string" ? to : to.default);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: targets.filter((to) => FOLDERS.some((at) => to.startsWith(`./dist/${at}/`))),
    outdir: "dist",
    outbase: "dist",
    chunkNames: `${CHUNKS}/[name]-[hash]`,
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2023",
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["node:*", ...packagesExcept("zod")],
    plugins: [packageByName(name)],
    metafile: true,
    logLevel: "warning",
  });

  const strays = Object.keys(metafile.inputs)
    .filter((file) => file.startsWith("dist/src/") && !SHARED.includes(file.slice(5)));
  if (strays.length > 0) return `the mock holds a second copy of ${strays.join(", ")}`;

  const made = new Set(Object.keys(metafile.outputs));
  for (const file of FOLDERS.flatMap(scriptsIn)) if (!made.has(file)) rmSync(inRoot(file));
  // The bundle contains what it needs of this copy.
  rmSync(inRoot("dist/deno.json"));
  copyFileSync(inRoot("node_modules/zod/LICENSE"), inRoot("dist", CHUNKS, "zod-LICENSE"));
  return undefined;
}

/** The contract imports the client by its package name, so that there is only one copy. */
function packageByName(name: string): Plugin {
  return {
    name: "package-by-name",
    setup({ onResolve }) {
      onResolve({ filter: /\/mod\.js$/ }, ({ path: to, resolveDir, kind }) => {
        if (kind === "entry-point" || path.resolve(resolveDir, to) !== inRoot("dist/mod.js")) {
          return undefined;
        }
        return { path: name, external: true };
      });
    },
  };
}

/** The scripts below a folder of dist/, relative to the root, with slashes. */
function scriptsIn(folder: string): string[] {
  return readdirSync(inRoot("dist", folder), { recursive: true, encoding: "utf8" })
    .map((file) => path.posix.join("dist", folder, file.replaceAll(path.sep, "/")))
    .filter((file) => file.endsWith(".js"));
}

/** The packages that stay external. */
function packagesExcept(inlined: string): string[] {
  const { dependencies, peerDependencies } = packageJson();
  const names = Object.keys({ ...dependencies, ...peerDependencies });
  return names.filter((name) => name !== inlined).flatMap((name) => [name, `${name}/*`]);
}
