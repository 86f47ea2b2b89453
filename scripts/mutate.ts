// npm run mutate -- FOLDER [--except FILE] [--concurrency n] [--fresh]
// Mutation testing with Stryker: changes every operator, condition, text and block of a folder such as src/auth,
// one at a time, and runs the tests that reach it. A change that no test notices survives: it shows what the tests
// do not check. A second run keeps the killed mutants of code that has not changed; --fresh runs all.
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { equivalentMutants } from "./equivalent-mutants.ts";
import { checkEquivalents, type Mutant, readMutants, reusable } from "./lib/mutants.ts";
import { inRoot } from "./lib/project.ts";
import { copyRepository } from "./lib/repository-copy.ts";
import { installStryker, runStryker } from "./lib/stryker.ts";
import { withTemporaryFolder } from "./lib/temporary.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    concurrency: { type: "string", default: "2" },
    except: { type: "string", multiple: true, default: [] },
    fresh: { type: "boolean", default: false },
  },
});
const concurrency = Number(values.concurrency);
const place = path.posix.normalize(positionals[0] ?? "").replace(/\/$/, "");
if (
  positionals.length !== 1 || !/^(?:src|mock-server|tools)(?:\/|$)/.test(place) ||
  !existsSync(inRoot(place)) || !Number.isInteger(concurrency) || concurrency < 1
) {
  console.error(
    "Usage: npm run mutate -- FOLDER [--except FILE] [--concurrency n] [--fresh]\n" +
      "FOLDER is a folder or file of src/, mock-server/ or tools/, for example src/auth.",
  );
  process.exit(2);
}

const stryker = await installStryker();
const folder = inRoot("coverage/mutants");
const report = path.join(folder, `${place.replaceAll("/", "-")}.json`);
mkdirSync(folder, { recursive: true });

await withTemporaryFolder("mutate", async (copy) => {
  copyRepository(copy);
  const earlier = values.fresh || !existsSync(report) ? undefined : reusable(report);
  const incremental = path.join(copy, "incremental.json");
  if (earlier !== undefined) writeFileSync(incremental, earlier);
  const isFolder = statSync(inRoot(place)).isDirectory();
  const mutate = [
    isFolder ? `${place}/**/*.ts{,x}` : place,
    ...values.except.map((file) => `!${file}`),
  ];
  // A file is judged by the same tests as in a run of its folder.
  const unitTests = isFolder ? place : path.posix.dirname(place);
  await runStryker(stryker, { copy, mutate, unitTests, concurrency, incremental, report });
});

const mutants = readMutants(report);
const listed = equivalentMutants.filter(({ file }) =>
  `${file}/`.startsWith(`${place}/`) && !values.except.includes(file)
);
const { survivors, complaints } = checkEquivalents(mutants, listed);
printTable(mutants, survivors);
const inOrder = survivors.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
for (const { file, line, text, change } of inOrder) {
  console.log(`\n${file}:${line}\n    ${text}\n    ${change}`);
}
for (const text of complaints) console.log(`\n${text}`);
if (complaints.length > 0) process.exitCode = 1;

function printTable(all: readonly Mutant[], survived: readonly Mutant[]): void {
  const files = [...new Set(all.map(({ file }) => file))].sort();
  const width = Math.max(...files.map((file) => file.length));
  const row = (name: string, cells: readonly string[]) =>
    console.log([name.padEnd(width), ...cells.map((cell) => cell.padStart(9))].join(" "));
  const sum = (name: string, of: (mutant: Mutant) => boolean) => {
    const total = all.filter(of).length;
    const late = all.filter((mutant) => of(mutant) && mutant.status === "Timeout").length;
    const alive = survived.filter(of).length;
    const score = ((total - alive) / total * 100).toFixed(1);
    row(name, [String(total - alive), String(late), String(alive), `${score}%`]);
  };
  console.log();
  row("", ["killed", "by time", "survived", "score"]);
  for (const name of files) sum(name, ({ file }) => file === name);
  sum("all", () => true);
}
