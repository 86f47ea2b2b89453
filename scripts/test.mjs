// npm test [-- --verbose]
// Every suite, one after another; quiet where all is well, everything the runner said where it is not.
import process from "node:process";
import { compareNames, complaints, count, inWords, isGood } from "./lib/result.mjs";
import { contractSuites, runSuite, suiteNames } from "./lib/suites/index.mjs";

const WIDTH = Math.max(...suiteNames.map((name) => name.length));
const verbose = process.argv.includes("--verbose");

/** @type {import("./lib/result.mjs").Result[]} */
const results = [];
for (const name of suiteNames) {
  process.stdout.write(verbose ? `\n${name}\n` : `${name.padEnd(WIDTH)} `);
  const result = await runSuite(name, { echo: verbose, check: true });
  results.push(result);
  if (verbose) process.stdout.write(`${name.padEnd(WIDTH)} `);
  console.log(`${inWords(count(result.cases))} in ${result.seconds.toFixed(1)} s`);
  if (isGood(result)) continue;
  if (!verbose) console.log(`\n${result.output.trimEnd()}`);
  console.log(`\n${complaints(result)}\n`);
}

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
// Failures of the runs as a whole count too: the closing line must not look green when the exit code is not.
const counts = count(results.flatMap(({ cases }) => cases));
if (!good && counts.failed === 0) counts.failed = 1;
console.log(`\n${inWords(counts)}`);
process.exitCode = good ? 0 : 1;
