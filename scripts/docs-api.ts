// npm run docs:api
// Generates the API reference of all entries in docs/api.
import { rmSync } from "node:fs";
import process from "node:process";
import { entries, inRoot, packageJson, root } from "./lib/project.ts";
import { run } from "./lib/run.ts";
import { deno } from "./lib/tools.ts";

const OUTPUT = "docs/api";

rmSync(inRoot(OUTPUT), { recursive: true, force: true });
const [command, ...first] = deno();
const sources = entries().map(({ source }) => source);
const args = ["doc", "--html", `--name=${packageJson().name}`, `--output=${OUTPUT}`, ...sources];
const { trouble } = await run(command, [...first, ...args], { cwd: root, echo: true });
if (trouble) {
  console.error(trouble);
  process.exitCode = 1;
} else console.log(`Open ${OUTPUT}/index.html`);
