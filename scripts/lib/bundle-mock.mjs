// The mock's entries as a few files with zod in them, in the place of what the compiler made of each source.
// See docs/decisions/0012-npm-gets-the-mock-with-zod-inside.md.
import { build } from "esbuild";
import { copyFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { inRoot, packageJson, root } from "./project.mjs";

/** Where the code goes that several entries share. */
const CHUNKS = "mock-server/chunks";

/** What is bundled. Of the client, which stays as it is, the mock takes these schemas alone. */
const FOLDERS = ["mock-server", "cli", "tests/contract"];
const SCHEMAS = "src/wire/zod-schemas.js";

/**
 * Works on dist/, after the compiler.
 * @returns {Promise<string | undefined>} what went wrong
 */
export async function bundleMock() {
  const { name, exports, bin } = packageJson();
  const targets = [...Object.values(exports).map((to) => to.default), ...Object.values(bin)];
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: targets.filter((to) => FOLDERS.some((at) => to?.startsWith(`./dist/${at}/`))),
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
    external: ["node:*", ...packagesBeside("zod")],
    plugins: [packageByName(name)],
    metafile: true,
    logLevel: "warning",
  });

  const strays = Object.keys(metafile.inputs)
    .filter((file) => file.startsWith("dist/src/") && file !== `dist/${SCHEMAS}`);
  if (strays.length > 0) return `the mock holds a second copy of ${strays.join(", ")}`;

  const made = new Set(Object.keys(metafile.outputs));
  for (const file of FOLDERS.flatMap(scriptsIn)) if (!made.has(file)) rmSync(inRoot(file));
  copyFileSync(inRoot("node_modules/zod/LICENSE"), inRoot("dist", CHUNKS, "zod-LICENSE"));
  return undefined;
}

/**
 * The contract imports the client as whoever tests it does, so that there is one.
 * @param {string} name
 * @returns {import("esbuild").Plugin}
 */
function packageByName(name) {
  return {
    name: "package-by-name",
    setup({ onResolve }) {
      onResolve({ filter: /\/mod\.js$/ }, ({ path: to, resolveDir, kind }) => {
        if (kind === "entry-point" || path.resolve(resolveDir, to) !== inRoot("dist/mod.js")) {
          return;
        }
        return { path: name, external: true };
      });
    },
  };
}

/** @param {string} folder @returns {string[]} relative to the root, with slashes */
function scriptsIn(folder) {
  return readdirSync(inRoot("dist", folder), { recursive: true })
    .map((file) => path.posix.join("dist", folder, String(file).replaceAll(path.sep, "/")))
    .filter((file) => file.endsWith(".js"));
}

/** The packages that are imported where they are needed. @param {string} inlined */
function packagesBeside(inlined) {
  const { dependencies, peerDependencies } = packageJson();
  const names = Object.keys({ ...dependencies, ...peerDependencies });
  return names.filter((name) => name !== inlined).flatMap((name) => [name, `${name}/*`]);
}
