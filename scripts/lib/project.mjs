// What the project says about itself: its folder, its two manifests and its entries.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** @param {...string} parts @returns {string} */
export const inRoot = (...parts) => path.join(root, ...parts);

/** @param {string} file */
const readJson = (file) => JSON.parse(readFileSync(inRoot(file), "utf8"));

/** @returns {Record<string, any>} */
export const packageJson = () => readJson("package.json");

/** @returns {Record<string, any>} */
export const denoJson = () => readJson("deno.json");

/**
 * The public entries, in the order deno.json lists them.
 * @returns {{ name: string, source: string }[]} `name` as in "./mock", `source` as in "./mock-server/mod.ts"
 */
export function entries() {
  return Object.entries(denoJson().exports).map(([name, source]) => ({ name, source }));
}

/**
 * The published sources whose comments hold examples.
 * @returns {string[]} relative to the root
 */
export function filesWithExamples() {
  return ["mod.ts", "src", "mock-server", "cli", "tests/contract"]
    .flatMap((part) => part.endsWith(".ts") ? [part] : sourcesBelow(part))
    .filter((file) => readFileSync(inRoot(file), "utf8").includes("* ```ts"));
}

/** @param {string} folder @returns {string[]} */
function sourcesBelow(folder) {
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesBelow(name);
    return entry.name.endsWith(".ts") ? [name] : [];
  });
}
