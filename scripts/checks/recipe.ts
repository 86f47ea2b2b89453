// The recipe "Add an endpoint" of CONTRIBUTING.md is applied to a copy of the repository, and tested there.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot } from "../lib/project.ts";
import { copyRepository } from "../lib/repository-copy.ts";
import { complaints, isGood, type Result, resultSchema } from "../lib/result.ts";
import { complaintOf, run } from "../lib/run.ts";
import { bun, type Tool, tsc } from "../lib/tools.ts";
import { type Complaint, complaint } from "./complaint.ts";

/**
 * Applies the diffs, then runs the type check, the contract and the unit tests of the copy.
 *
 * @param folder for the copy
 */
export async function checkRecipe(folder: string): Promise<Complaint> {
  const diff = recipe();
  if (diff === "") return "CONTRIBUTING.md has no diff";
  const titles = addedTitles(diff);
  if (titles.length === 0) return "The diffs of CONTRIBUTING.md add no contract case";

  const copy = path.join(folder, "recipe");
  mkdirSync(copy);
  copyRepository(copy);
  writeFileSync(path.join(folder, "recipe.patch"), diff);
  const inCopy = async ([command, ...first]: Tool, ...args: string[]) =>
    complaintOf(await run(command, [...first, ...args], { cwd: copy }));

  const failed = await inCopy(["git"], "apply", path.join(folder, "recipe.patch")) ??
    await inCopy(tsc(), "-p", "tsconfig.json");
  if (failed) return failed;

  const results: Result[] = [];
  for (const suite of ["bun", "unit"]) {
    const json = path.join(folder, `${suite}.json`);
    const args = ["scripts/test-suite.ts", suite, "--contract-only", "--json", json];
    const trouble = await inCopy(bun(), ...args);
    const result = resultSchema.parse(JSON.parse(readFileSync(json, "utf8")));
    if (trouble && isGood(result)) return trouble;
    results.push(result);
  }
  const cases = results.flatMap((result) => result.cases);
  const missing = titles.filter((title) =>
    !cases.some(({ name, status }) => status === "passed" && name.includes(`: ${title} [`))
  );
  return complaint([
    ...results.filter((result) => !isGood(result)).map(complaints),
    ...missing.map((title) => `The recipe's case "${title}" did not run and pass`),
  ]);
}

/** The diffs of CONTRIBUTING.md, in order, as one. */
function recipe(): string {
  const text = readFileSync(inRoot("CONTRIBUTING.md"), "utf8");
  return [...text.matchAll(/^```diff\n([\s\S]*?)^```$/gm)].map(([, diff = ""]) => diff).join("");
}

/** The titles of the contract cases that a diff adds. */
const addedTitles = (diff: string): string[] =>
  [...diff.matchAll(/^\+ +title: "(.+)",$/gm)].map(([, title = ""]) => title);
