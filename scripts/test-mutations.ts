// npm run test:mutations [-- WORD]
// Checks that the contract suite detects bugs: applies each mutation to a copy of the repository and expects a
// failed case from every runtime's contract run. WORD selects mutations by name.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { mutate } from "./lib/apply-mutation.ts";
import { copyRepository } from "./lib/repository-copy.ts";
import { complaints, count, isGood, type Result, resultSchema } from "./lib/result.ts";
import { run } from "./lib/run.ts";
import { contractSuites } from "./lib/suites/mod.ts";
import { withTemporaryFolder } from "./lib/temporary.ts";
import { bun } from "./lib/tools.ts";
import { type Mutation, mutations as allMutations } from "./mutations.ts";

const word = process.argv[2] ?? "";
const mutations = allMutations.filter(({ name }) => name.includes(word));

/** Longer than a suite's own limit, so that the suite reports why it took so long. */
const TIMEOUT = 400_000;

const WIDTH = Math.max(10, ...mutations.map(({ name }) => name.length));

/**
 * Runs the contract of the copy with the copy's own scripts. Types are not checked, because the cases must
 * detect the bug, not the compiler.
 */
async function runContract(copy: string, suite: string, json: string): Promise<Result> {
  writeFileSync(json, "");
  const [command, ...first] = bun();
  const args = ["scripts/test-suite.ts", suite, "--no-check", "--contract-only", "--json", json];
  const ended = await run(command, [...first, ...args], { cwd: copy, timeout: TIMEOUT });
  const text = readFileSync(json, "utf8");
  if (text) return resultSchema.parse(JSON.parse(text));
  return {
    suite,
    cases: [],
    problems: [`no result: ${ended.trouble}`],
    output: ended.output,
    seconds: 0,
  };
}

/** Applies a mutation to the copy and returns a function that reverts it. */
function apply(copy: string, mutation: Mutation): () => void {
  const { file, before, after } = mutate(copy, mutation);
  writeFileSync(file, after);
  return () => writeFileSync(file, before);
}

const row = (name: string, cells: readonly string[]) =>
  console.log([name.padEnd(WIDTH), ...cells.map((cell) => cell.padStart(8))].join(" "));

const trouble: string[] = [];

if (mutations.length === 0) trouble.push(`no mutation has "${word}" in its name`);
else {await withTemporaryFolder("mutations", async (folder) => {
    const copy = path.join(folder, "copy");
    const json = path.join(folder, "result.json");
    mkdirSync(copy);
    copyRepository(copy);

    row("failed cases", contractSuites);

    const runAll = async (name: string, judge: (result: Result) => string) => {
      const cells: string[] = [];
      for (const suite of contractSuites) cells.push(judge(await runContract(copy, suite, json)));
      row(name, cells);
    };

    await runAll("(unchanged)", (result) => {
      if (!isGood(result)) trouble.push(`unchanged: ${complaints(result)}`);
      return isGood(result) ? "0" : "RED";
    });
    // A suite that already fails without the mutation proves nothing.
    if (trouble.length > 0) return;

    for (const mutation of mutations) {
      let restore: () => void;
      try {
        restore = apply(copy, mutation);
      } catch (error) {
        trouble.push(`${mutation.name}: ${error instanceof Error ? error.message : error}`);
        row(mutation.name, contractSuites.map(() => "ERROR"));
        continue;
      }
      await runAll(mutation.name, (result) => {
        const { failed } = count(result.cases);
        if (result.problems.length > 0) {
          trouble.push(
            `${mutation.name}: the suite did not run\n${complaints({ ...result, cases: [] })}`,
          );
          return "BROKEN";
        }
        if (failed === 0) trouble.push(`${mutation.name}: ${result.suite} did not notice`);
        return failed === 0 ? "MISSED" : String(failed);
      });
      restore();
    }
  });}

if (trouble.length > 0) console.log(`\n${trouble.join("\n")}`);
console.log(
  trouble.length > 0
    ? `\nNot good: ${mutations.length} mutations, ${trouble.length} complaints.`
    : `\n${mutations.length} mutations, every one noticed on ${contractSuites.join(", ")}.`,
);
process.exitCode = trouble.length > 0 ? 1 : 0;
