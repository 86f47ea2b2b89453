// Starts each tool without a shell. On Windows, the .cmd files in node_modules/.bin would need one.
import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import * as z from "zod";
import { inRoot } from "./project.ts";

const require = createRequire(import.meta.url);

/** The start of a command line: the program and its first arguments. */
export type Tool = readonly [command: string, ...args: string[]];

/** Node: the one that runs npm, else the first in the PATH. */
export function node(): Tool {
  const found = process.env["npm_node_execpath"] ?? Bun.which("node");
  if (!found) throw new Error("Node was not found. Install Node 20 or later.");
  return [found];
}

/** Bun, which runs these scripts. */
export const bun = (): Tool => [inRoot("node_modules/bun/bin/bun.exe")]; // so named on every system

/** Deno, as its package installed it. */
export const deno = (): Tool => [installDeno.parse(require("deno/install_api.cjs")).runInstall()];

/** workerd, as its package installed it. */
export const workerd = (): Tool => [workerdModule.parse(require("workerd")).default];

/** TypeScript's compiler. */
export const tsc = (): Tool => onNode("typescript/bin/tsc");

/** publint, which checks a packed package. */
export const publint = (): Tool => onNode("publint/src/cli.js");

/** Redocly, which lints the OpenAPI document. */
export const redocly = (): Tool => onNode("@redocly/cli/bin/cli.js");

/** Are The Types Wrong, which checks a packed package. */
export const attw = (): Tool => onNode("@arethetypeswrong/cli/dist/index.js");

/** npm: the one that runs this script, else the one beside Node, else the one in the PATH. */
export function npm(): Tool {
  const besideNode = path.dirname(realpathSync(node()[0]));
  const found = [
    process.env["npm_execpath"],
    path.join(besideNode, "node_modules/npm/bin/npm-cli.js"),
    path.join(besideNode, "../lib/node_modules/npm/bin/npm-cli.js"),
  ].find((file) => file?.endsWith("npm-cli.js") && existsSync(file));
  if (found) return [...node(), found];
  if (process.platform === "win32") throw new Error("npm was not found beside Node");
  return ["npm"];
}

const installDeno = z.object({
  runInstall: z.custom<() => string>((value) => typeof value === "function"),
});

const workerdModule = z.looseObject({ default: z.string() });

const onNode = (file: string): Tool => [...node(), inRoot("node_modules", file)];
