// npm test [-- --verbose]
// Runs all suites, three at a time. Prints a runner's output only if its suite fails.
import process from "node:process";
import { compareNames, complaints, count, inWords, isGood, type Result } from "./lib/result.ts";
import { contractSuites, lanes, runSuite, suiteNames } from "./lib/suites/mod.ts";

const WIDTH = Math.max(...suiteNames.map((name) => name.length));
const verbose = process.argv.includes("--verbose");

const results: Result[] = [];

async function runAndTell(name: string): Promise<void> {
  if (verbose) console.log(`\n${name}`);
  // Types are the job of `npm run check`.
  const result = await runSuite(name, { echo: verbose, check: false });
  results.push(result);
  const seconds = result.seconds.toFixed(1);
  console.log(`${name.padEnd(WIDTH)} ${inWords(count(result.cases))} in ${seconds} s`);
  if (isGood(result)) return;
  if (!verbose) console.log(`\n${result.output.trimEnd()}`);
  console.log(`\n${complaints(result)}\n`);
}

async function runInTurn(names: readonly string[]): Promise<void> {
  for (const name of names) await runAndTell(name);
}

// In parallel, except with --verbose: interleaved outputs are unreadable.
if (verbose) await runInTurn(suiteNames);
else await Promise.all(lanes.map(runInTurn));

const contractRuns = results.filter(({ suite }) => contractSuites.includes(suite));
const differences = compareNames(contractRuns);
for (const difference of differences.slice(0, 20)) console.log(`DIFFERENT ${difference}`);
if (differences.length > 20) console.log(`DIFFERENT and ${differences.length - 20} more`);

const skipped = new Map(
  results.flatMap(({ cases }) => cases.filter(({ status }) => status === "skipped"))
    .map(({ name, detail }) => [name, detail]),
);
for (const [name, reason] of skipped) {
  console.log(`skipped  ${name}: ${reason || "no reason given"}`);
}

const good = results.every(isGood) && differences.length === 0;
if (!good) console.log("\nNot good: see FAILED, PROBLEM and DIFFERENT above.");
// Problems of whole runs count too, so that the last line agrees with the exit code.
const counts = count(results.flatMap(({ cases }) => cases));
if (!good && counts.failed === 0) counts.failed = 1;
console.log(`\n${inWords(counts)}`);
process.exitCode = good ? 0 : 1;
