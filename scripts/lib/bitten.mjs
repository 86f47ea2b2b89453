// Where a bite goes in.
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./project.mjs";

/**
 * A file before and after a bite.
 * @param {string} folder a copy of the repository @param {import("../bites.mjs").Bite} bite
 * @returns {{ at: string, before: string, after: string }}
 */
export function bitten(folder, { file, find, replace }) {
  const at = path.join(folder, file);
  const before = readFileSync(at, "utf8");
  const times = before.split(find).length - 1;
  if (times !== 1) throw new Error(`"${find}" occurs ${times} times in ${file}, not once`);
  return { at, before, after: before.replace(find, () => replace) };
}

/**
 * The bites that no longer go in, since the code has moved on.
 * @param {readonly import("../bites.mjs").Bite[]} bites @returns {string[]}
 */
export function staleBites(bites) {
  return bites.flatMap((bite) => {
    try {
      bitten(root, bite);
      return [];
    } catch (error) {
      return [`${bite.name}: ${error instanceof Error ? error.message : error}`];
    }
  });
}
