// npm run test:runners [-- WORD]
// Runs the set-ups of docs/runners.md with the packed package and the versions that the page names. Each set-up
// has a temporary folder with only what its own commands install, and an empty cache of Deno. Skips all of them if
// the registry cannot be reached, and the set-up with a browser if there is none. WORD selects set-ups by name.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { build } from "./lib/build.ts";
import { freePort } from "./lib/free-port.ts";
import { pack } from "./lib/pack.ts";
import { inRoot } from "./lib/project.ts";
import { complaintOf, run } from "./lib/run.ts";
import { isInstall, readRunnersPage, type SetUp } from "./lib/runners-page.ts";
import { withTemporaryFolder } from "./lib/temporary.ts";
import { node, npm, type Tool } from "./lib/tools.ts";

const setUps = readRunnersPage(readFileSync(inRoot("docs/runners.md"), "utf8"));
const word = process.argv[2] ?? "";
const selected = setUps.filter(({ name }) => name.includes(word));
if (selected.length === 0) throw new Error(`no set-up has "${word}" in its name`);

const browser = process.env["CHROMIUM_PATH"] ||
  ["chromium", "chromium-browser", "google-chrome"].map((name) => Bun.which(name)).find(Boolean);

const QUIET = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];

await withTemporaryFolder("runners", async (folder) => {
  const unreachable = complaintOf(await runNpm(folder, "ping"));
  if (unreachable !== undefined) {
    console.log("All set-ups skipped: the npm registry cannot be reached.");
    return;
  }
  const trouble = await build();
  if (trouble !== undefined) throw new Error(trouble);
  const tarball = path.join(folder, await pack(folder));
  for (const [index, setUp] of selected.entries()) {
    await tryOut(setUp, path.join(folder, String(index)), tarball);
  }
});

async function tryOut(
  { name, files, commands }: SetUp,
  folder: string,
  tarball: string,
): Promise<void> {
  process.stdout.write(`${name.padEnd(24)} `);
  if (browser === undefined && commands.some((command) => command.includes("playwright"))) {
    console.log("skipped: there is no Chromium. Install it, or name it in CHROMIUM_PATH.");
    return;
  }
  const start = performance.now();
  mkdirSync(folder);
  writeFileSync(path.join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  let trouble = complaintOf(await runNpm(folder, "install", ...QUIET, tarball));
  const env = await environment(folder);
  for (const command of commands) {
    if (trouble !== undefined) break;
    trouble = isInstall(command)
      ? complaintOf(await runNpm(folder, ...command.split(" ").slice(1), ...QUIET))
      : await runTests(command, folder, env);
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${trouble === undefined ? "ok" : "FAILED"} (${seconds} s)`);
  if (trouble !== undefined) {
    console.log(trouble.replace(/^/gm, "    "));
    process.exitCode = 1;
  }
}

async function runTests(
  command: string,
  cwd: string,
  env: Record<string, string>,
): Promise<string | undefined> {
  const ended = await run("sh", ["-ec", command], { cwd, env, timeout: 60_000 });
  return complaintOf(ended) ?? missingTest(command, ended.output);
}

/** A runner that finds no test may report success. */
function missingTest(command: string, output: string): string | undefined {
  if (command.startsWith("npm pkg ") || /\b1 pass(?:ed)?\b|\bpass 1\b/.test(output)) {
    return undefined;
  }
  return `${command} did not report one passed test:\n${output}`;
}

async function environment(folder: string): Promise<Record<string, string>> {
  const folders = [path.dirname(node()[0]), inRoot("node_modules/.bin")];
  return {
    PATH: [...folders, process.env["PATH"]].join(path.delimiter),
    PORT: String(await freePort()),
    ...(browser ? { CHROMIUM_PATH: browser } : {}),
    // A missing package must be an error, not a download.
    npm_config_offline: "true",
    DENO_DIR: path.join(folder, ".deno"),
    DENO_NO_UPDATE_CHECK: "1",
  };
}

function runNpm(cwd: string, ...args: string[]): ReturnType<typeof run> {
  const [program, ...first]: Tool = npm();
  return run(program, [...first, ...args], { cwd });
}
