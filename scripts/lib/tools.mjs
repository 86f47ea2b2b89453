// How to start each tool without a shell: node_modules/.bin holds .cmd files on Windows, which need one.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { inRoot } from "./project.mjs";

const require = createRequire(import.meta.url);

/** A command line's beginning: the program, then its first arguments. */
/** @typedef {[command: string, ...args: string[]]} Tool */

/** @returns {Tool} */
export const node = () => [process.execPath];

/** @returns {Tool} */
export const bun = () => [inRoot("node_modules/bun/bin/bun.exe")]; // so named on every system

/** @returns {Tool} */
export const deno = () => [require("deno/install_api.cjs").runInstall()];

/** @returns {Tool} */
export const workerd = () => [require("workerd").default];

/** @returns {Tool} */
export const tsc = () => [process.execPath, inRoot("node_modules/typescript/bin/tsc")];

/** @returns {Tool} */
export const publint = () => [process.execPath, inRoot("node_modules/publint/src/cli.js")];

/** @returns {Tool} */
export const redocly = () => [process.execPath, inRoot("node_modules/@redocly/cli/bin/cli.js")];

/** @returns {Tool} */
export const attw = () => [
  process.execPath,
  inRoot("node_modules/@arethetypeswrong/cli/dist/index.js"),
];

/** @returns {Tool} */
export function npm() {
  const besideNode = path.dirname(process.execPath);
  const found = [
    process.env.npm_execpath,
    path.join(besideNode, "node_modules/npm/bin/npm-cli.js"),
    path.join(besideNode, "../lib/node_modules/npm/bin/npm-cli.js"),
  ].find((file) => file?.endsWith("npm-cli.js") && existsSync(file));
  if (found) return [process.execPath, found];
  if (process.platform === "win32") throw new Error("npm was not found beside node");
  return ["npm"];
}
