// Installs and runs Stryker. It is no dependency of the project, because it brings 166 packages that only
// `npm run mutate` needs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot } from "./project.ts";
import { run } from "./run.ts";
import { bun, node, npm } from "./tools.ts";

/** Version 10 refuses Node 20. */
const VERSION = "9.6.1";

const TIME_LIMIT_MS = 4 * 60 * 60_000;

/** Installs Stryker in the git-ignored folder coverage/, unless it is there, and returns its program. */
export async function installStryker(): Promise<string> {
  const folder = inRoot("coverage", `stryker-${VERSION}`);
  const program = path.join(folder, "node_modules/@stryker-mutator/core/bin/stryker.js");
  if (existsSync(program)) return program;
  console.log(`Installing Stryker ${VERSION} in ${folder}`);
  mkdirSync(folder, { recursive: true });
  // Without a manifest npm would install into the nearest folder above that has one.
  writeFileSync(path.join(folder, "package.json"), '{ "private": true }');
  const [command, ...first] = npm();
  const flags = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  const args = [...first, "install", ...flags, `@stryker-mutator/core@${VERSION}`];
  const { trouble, output } = await run(command, args, { cwd: folder });
  if (trouble) throw new Error(`Stryker could not be installed: ${trouble}\n${output}`);
  return program;
}

/** What to mutate and how. */
export interface StrykerOptions {
  /** A copy of the repository. It is changed. */
  copy: string;
  /** Patterns of the files to mutate. */
  mutate: readonly string[];
  /** The source folder whose unit tests run before the contract. */
  unitTests: string;
  /** How many mutants are tested at the same time. */
  concurrency: number;
  /** A report with results to keep. The file may be missing. */
  incremental: string;
  /** Where to write the report. */
  report: string;
}

/** Runs Stryker and prints its progress. Throws if it fails. */
export async function runStryker(program: string, options: StrykerOptions): Promise<void> {
  const { copy, mutate, unitTests, concurrency, incremental, report } = options;
  // Node does not run TypeScript.
  const runner = path.join(copy, "mutant-runner.mjs");
  const source = readFileSync(inRoot("scripts/lib/mutant-runner.ts"), "utf8");
  writeFileSync(runner, new Bun.Transpiler({ loader: "ts" }).transformSync(source));
  const config = {
    testRunner: "mutants",
    plugins: [runner],
    coverageAnalysis: "perTest",
    mutate,
    concurrency,
    inPlace: true,
    ignorePatterns: ["**", "!src/**", "!mock-server/**", "!tools/**"],
    // Bun ignores types.
    disableTypeChecks: false,
    // A machine that is busy is slower than in the first run.
    timeoutMS: 10_000,
    incremental: true,
    incrementalFile: incremental,
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: report },
    logLevel: "warn",
  };
  const file = path.join(copy, "stryker.json");
  writeFileSync(file, JSON.stringify(config));
  const [command] = node();
  const args = [program, "run", file];
  // Not UTC, so that a local time where none is meant fails a test.
  const env = {
    KINABASE_UNIT_TESTS: unitTests,
    KINABASE_MUTANT_TESTS: JSON.stringify([...bun(), "run", "./tests/runners/run-mutants.ts"]),
    TZ: "America/New_York",
  };
  const ended = await run(command, args, { cwd: copy, echo: true, timeout: TIME_LIMIT_MS, env });
  if (ended.trouble) throw new Error(`Stryker: ${ended.trouble}`);
}
