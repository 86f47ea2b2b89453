// Applies the recipe "Add an endpoint" of CONTRIBUTING.md to a copy of the repository and tests it there.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot } from "../lib/project.ts";
import { copyRepository } from "../lib/repository-copy.ts";
import { complaints } from "../lib/result.ts";
import { complaintOf, run } from "../lib/run.ts";
import { bunTest } from "../lib/suites/bun.ts";
import { type Tool, tsc } from "../lib/tools.ts";
import { type Complaint, complaint } from "./complaint.ts";

/** The tests that must pass in the copy: the contract, and those of client, mock and OpenAPI document. */
const TESTS = ["./tests/runners/run-bun.ts", "./tests/unit/src", "./tests/unit/mock-server"];

/**
 * Applies the diffs to a copy, checks its types and runs its tests.
 *
 * @param folder for the copy
 */
export async function checkRecipe(folder: string): Promise<Complaint> {
  const diff = recipe();
  const titles = addedTitles(diff);
  if (titles.length === 0) return "CONTRIBUTING.md has no diff that adds a contract case";

  const copy = path.join(folder, "recipe");
  const patch = path.join(folder, "recipe.patch");
  mkdirSync(copy);
  copyRepository(copy);
  writeFileSync(patch, diff);
  const inCopy = async ([command, ...first]: Tool, ...args: string[]): Promise<Complaint> =>
    complaintOf(await run(command, [...first, ...args], { cwd: copy }));
  const failed = await inCopy(["git"], "apply", patch) ??
    await inCopy(tsc(), "-p", "tsconfig.json");
  if (failed) return failed;

  const outcome = await bunTest(TESTS, { cwd: copy, echo: false });
  const missing = titles.filter((title) =>
    !outcome.cases.some(({ name, status }) => status === "passed" && name.includes(`: ${title} [`))
  );
  return complaint([
    complaints({ suite: "recipe", seconds: 0, ...outcome }),
    ...missing.map((title) => `The recipe's case "${title}" did not run and pass`),
  ].filter((problem) => problem !== ""));
}

/** The diffs of CONTRIBUTING.md in order, joined into one. */
function recipe(): string {
  const text = readFileSync(inRoot("CONTRIBUTING.md"), "utf8");
  return [...text.matchAll(/^```diff\n([\s\S]*?)^```$/gm)].map(([, diff = ""]) => diff).join("");
}

/** The titles of the contract cases that a diff adds. */
const addedTitles = (diff: string): string[] =>
  [...diff.matchAll(/^\+ +title: "(.+)",$/gm)].map(([, title = ""]) => title);
