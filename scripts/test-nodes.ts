// npm run test:nodes
// Runs the contract of the packed package on newer versions of Node, which npm installs into a temporary folder.
// Skips a version that cannot be installed, because the network or the package for this system is missing.
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { complaints, count, inWords, isGood } from "./lib/result.ts";
import { run } from "./lib/run.ts";
import { runSuite } from "./lib/suites/mod.ts";
import { withTemporaryFolder } from "./lib/temporary.ts";
import { node, npm, type Tool } from "./lib/tools.ts";

const VERSIONS = ["22", "24"];
const NAME = `node-${process.platform}-${process.arch}`;

// Found before the environment names another Node, which may have no npm.
const [installer, ...first] = npm();

for (const version of VERSIONS) {
  await withTemporaryFolder("node", async (folder) => {
    const flags = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder];
    const args = [...first, "install", ...flags, `${NAME}@${version}`];
    const { trouble } = await run(installer, args, { cwd: folder });
    const program = path.join(folder, "node_modules", NAME, "bin/node");
    if (trouble || !existsSync(program)) {
      console.log(`Node ${version} skipped: ${NAME} cannot be installed (${trouble ?? "no file"})`);
      return;
    }
    process.env["npm_node_execpath"] = program;
    const full = await versionOf(node());
    const result = await runSuite("node", { echo: false, check: false, contractOnly: true });
    const words = inWords(count(result.cases));
    console.log(`Node ${full} ${words} in ${result.seconds.toFixed(1)} s`);
    if (isGood(result) && full.startsWith(`v${version}.`)) return;
    console.log(`${result.output.trimEnd()}\n\n${complaints(result)}`);
    process.exitCode = 1;
  });
}

async function versionOf([command]: Tool): Promise<string> {
  return (await run(command, ["--version"], { cwd: process.cwd() })).output.trim();
}
