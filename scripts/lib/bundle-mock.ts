// Bundles the mock's entries into a few files that include the packages they use, in place of the compiler's output.
// See docs/decisions/0012-npm-gets-the-mock-with-zod-inside.md.
import { build, type Plugin } from "esbuild";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import {
  BUNDLED,
  externals,
  packageByName,
  packagesIn,
  papaparseWithoutStreams,
} from "./bundled.ts";
import { inRoot, packageJson, root } from "./project.ts";

/** The folder for code that several entries share. */
const CHUNKS = "mock-server/chunks";

/** The bundled folders. */
const FOLDERS = ["mock-server", "cli", "tests/contract"];

/** The schemas share zod with the mock. */
const SCHEMAS = "./dist/src/wire/schemas.js";

/** The only client files in the bundle. They have no state, so a second copy is harmless. */
const SHARED = [
  "wire/schemas",
  "wire/link-schemas",
  "wire/query-schemas",
  "wire/request-body-schemas",
  "wire/response-schemas",
  "wire/shared-schemas",
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
    entryPoints: targets.filter((to) =>
      to === SCHEMAS || FOLDERS.some((at) => to.startsWith(`./dist/${at}/`))
    ),
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
    // The comments in the bundle name node_modules, wherever it is.
    preserveSymlinks: true,
    external: externals(),
    plugins: [packageByName(name), commanderAsModule, papaparseWithoutStreams],
    metafile: true,
    logLevel: "warning",
  });

  const strays = Object.keys(metafile.inputs)
    .filter((file) => file.startsWith("dist/src/") && !SHARED.includes(file.slice(5)));
  if (strays.length > 0) return `the mock holds a second copy of ${strays.join(", ")}`;

  const unknown = packagesIn(metafile).filter((of) => !BUNDLED.includes(of));
  if (unknown.length > 0) return `the mock holds ${unknown.join(", ")}, which BUNDLED lacks`;

  const made = new Set(Object.keys(metafile.outputs));
  for (const file of FOLDERS.flatMap(scriptsIn)) if (!made.has(file)) rmSync(inRoot(file));
  // The bundle contains what it needs of this copy.
  rmSync(inRoot("dist/deno.json"));
  return undefined;
}

/** The scripts below a folder of dist/, relative to the root, with slashes. */
function scriptsIn(folder: string): string[] {
  return readdirSync(inRoot("dist", folder), { recursive: true, encoding: "utf8" })
    .map((file) => path.posix.join("dist", folder, file.replaceAll(path.sep, "/")))
    .filter((file) => file.endsWith(".js"));
}

/**
 * commander is CommonJS, and one file of it requires modules of Node, which a module cannot. It becomes a module that
 * imports them.
 */
const commanderAsModule: Plugin = {
  name: "commander-as-module",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]commander[\\/]lib[\\/]command\.js$/ }, ({ path: file }) => {
      const imports: string[] = [];
      const contents = readFileSync(file, "utf8")
        .replace(/require\('node:(\w+)'\)/g, (_, name: string) => {
          imports.push(`import node_${name} from "node:${name}";`);
          return `node_${name}`;
        })
        .replace(/^exports\.(\w+) = \1;/gm, "export { $1 };");
      return { contents: `${imports.join("\n")}\n${contents}` };
    });
  },
};
