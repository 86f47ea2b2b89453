// npm run test:bite [-- WORD]
// Does the contract suite bite? Puts each known fault into a copy of the repository and demands that every
// runtime's contract run reports a failed case. WORD runs only the bites whose name has it.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { bites as allBites } from "./bites.mjs";
import { bitten } from "./lib/bitten.mjs";
import { inRoot, root } from "./lib/project.mjs";
import { complaints, count, isGood } from "./lib/result.mjs";
import { run } from "./lib/run.mjs";
import { contractSuites } from "./lib/suites/index.mjs";
import { withTemporaryFolder } from "./lib/temporary.mjs";

const word = process.argv[2] ?? "";
const bites = allBites.filter(({ name }) => name.includes(word));

/** Longer than a suite's own limit, which is to strike first and say why. */
const TIMEOUT = 400_000;

const WIDTH = Math.max(10, ...bites.map(({ name }) => name.length));

/** @param {string} folder */
function copyRepository(folder) {
  const listed = execFileSync("git", [
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
  ], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  // A tracked file may have been deleted in the work tree.
  for (const file of listed.split("\0").filter((name) => name && existsSync(inRoot(name)))) {
    const to = path.join(folder, file);
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(inRoot(file), to);
  }
  symlinkSync(inRoot("node_modules"), path.join(folder, "node_modules"), "junction");
}

/**
 * One contract run of the copy, by the copy's own scripts. Types are not looked at: the question is
 * whether the cases notice, and a compiler that does must not answer for them.
 * @param {string} copy @param {string} suite @param {string} json
 * @returns {Promise<import("./lib/result.mjs").Result>}
 */
async function runContract(copy, suite, json) {
  writeFileSync(json, "");
  const args = ["scripts/test-one.mjs", suite, "--no-check", "--contract-only", "--json", json];
  const ended = await run(process.execPath, args, { cwd: copy, timeout: TIMEOUT });
  const text = readFileSync(json, "utf8");
  if (text) return JSON.parse(text);
  return {
    suite,
    cases: [],
    problems: [`no result: ${ended.trouble}`],
    output: ended.output,
    seconds: 0,
  };
}

/**
 * @param {string} copy @param {import("./bites.mjs").Bite} bite
 * @returns {() => void} takes the bite back
 */
function apply(copy, bite) {
  const { at, before, after } = bitten(copy, bite);
  writeFileSync(at, after);
  return () => writeFileSync(at, before);
}

/** @param {string} name @param {readonly string[]} cells */
const row = (name, cells) =>
  console.log([name.padEnd(WIDTH), ...cells.map((cell) => cell.padStart(8))].join(" "));

/** @type {string[]} */
const trouble = [];

await withTemporaryFolder("bite", async (folder) => {
  const copy = path.join(folder, "copy");
  const json = path.join(folder, "result.json");
  mkdirSync(copy);
  copyRepository(copy);

  row("failed cases", contractSuites);

  /** @param {string} name @param {(result: import("./lib/result.mjs").Result) => string} judge what a cell says */
  const runAll = async (name, judge) => {
    const cells = [];
    for (const suite of contractSuites) cells.push(judge(await runContract(copy, suite, json)));
    row(name, cells);
  };

  await runAll("(unbitten)", (result) => {
    if (!isGood(result)) trouble.push(`unbitten: ${complaints(result)}`);
    return isGood(result) ? "0" : "RED";
  });
  // With a suite that is red by itself no bite proves anything.
  if (trouble.length > 0) return;

  for (const bite of bites) {
    let restore;
    try {
      restore = apply(copy, bite);
    } catch (error) {
      trouble.push(`${bite.name}: ${error instanceof Error ? error.message : error}`);
      row(bite.name, contractSuites.map(() => "ERROR"));
      continue;
    }
    await runAll(bite.name, (result) => {
      const { failed } = count(result.cases);
      if (result.problems.length > 0) {
        trouble.push(
          `${bite.name}: not the suite's doing\n${complaints({ ...result, cases: [] })}`,
        );
        return "BROKEN";
      }
      if (failed === 0) trouble.push(`${bite.name}: ${result.suite} did not notice`);
      return failed === 0 ? "MISSED" : String(failed);
    });
    restore();
  }
});

if (trouble.length > 0) console.log(`\n${trouble.join("\n")}`);
if (bites.length === 0) trouble.push("no bites");
console.log(
  trouble.length > 0
    ? `\nNot good: ${bites.length} bites, ${trouble.length} complaints.`
    : `\n${bites.length} bites, every one noticed on ${contractSuites.join(", ")}.`,
);
process.exitCode = trouble.length > 0 ? 1 : 0;
