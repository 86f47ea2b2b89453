// Runs tests for `npm run mutate`, in a copy of the repository whose code contains all mutants, one active at a time.
// scripts/lib/mutant-runner.ts starts it and says which tests to run with which mutant.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import * as z from "zod";
import { createMockServer } from "../../mock-server/mod.ts";
import {
  type Job,
  type JobResult,
  SPOILED,
  type TestResult,
} from "../../scripts/lib/mutant-runner.ts";
import { contract, mockTarget } from "../contract/mod.ts";
import { collected, inFile } from "./mutant-tests.ts";

declare global {
  /** What the mutated code shares with its test runner. */
  var __stryker__: {
    activeMutant?: string | undefined;
    currentTestId?: string | undefined;
    mutantCoverage?: unknown;
    hitCount?: number | undefined;
    hitLimit?: number | undefined;
  } | undefined;
}

// A test that waits for nothing hangs. This counts turns of the event loop and not the time, because on a busy machine
// a turn takes longer.
const MOST_TURNS = 200;
const TURN_MS = 10;
const LATE = "it does not end";

const COVERAGE = "mutant-coverage.json";
const coverageSchema = z.object({
  /** How often each test evaluates each mutant. */
  perTest: z.record(z.string(), z.record(z.string(), z.number())),
  /** How long each test took, in milliseconds. */
  durations: z.record(z.string(), z.number()),
});
type Coverage = z.infer<typeof coverageSchema>;

const stryker = globalThis.__stryker__ ??= {};
// A test may replace them.
const { setTimeout, clearTimeout } = globalThis;

/** Rejects with the first error that nobody awaits. */
let reportUnhandled: (error: unknown) => void = () => {};
process.on("unhandledRejection", (error) => reportUnhandled(error));
process.on("uncaughtException", (error) => reportUnhandled(error));

Bun.plugin({
  name: "collect tests",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]tests[\\/](?:unit|docs)[\\/].*\.tsx?$/ }, async ({ path: file }) => {
      const text = await Bun.file(file).text();
      const stand = path.join(import.meta.dir, "mutant-tests.ts");
      return {
        contents: text.replaceAll('"bun:test"', JSON.stringify(stand)),
        loader: file.endsWith("x") ? "tsx" : "ts",
      };
    });
  },
});

for (const file of unitTests(process.env["KINABASE_UNIT_TESTS"] ?? "")) {
  await inFile(file, () => import(path.resolve(file)));
}
const tests = new Map<string, () => Promise<void>>();
for (const { name, run } of collected) {
  // Titles may occur twice.
  let id = name;
  for (let n = 2; tests.has(id); n++) id = `${name} (${n})`;
  tests.set(id, run);
}
for (const { id, skip, run } of contract(mockTarget(createMockServer()))) {
  if (skip === undefined) tests.set(id, async () => void await run());
}

process.on("message", async (job: Job) => {
  process.send?.(job.kind === "all" ? await runAll() : await runWith(job));
});

let coverage: Coverage | undefined;

async function runAll(): Promise<JobResult> {
  const results: TestResult[] = [];
  for (const id of tests.keys()) {
    stryker.currentTestId = id;
    const start = performance.now();
    const failureMessage = await failureOf(id);
    const timeSpentMs = performance.now() - start;
    const status = failureMessage === undefined ? 0 : 1;
    results.push({ id, name: id, timeSpentMs, status, failureMessage });
  }
  stryker.currentTestId = undefined;
  const { mutantCoverage } = stryker;
  const durations = Object.fromEntries(results.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
  writeFileSync(COVERAGE, JSON.stringify({ ...Object(mutantCoverage), durations }));
  return { status: "complete", tests: results, mutantCoverage };
}

/**
 * The tests that reach a mutant, the fastest first. Those that reach other mutants of its file come before the rest: a
 * mutant at module scope can change any test, and these notice it most likely.
 */
function inOrder(
  wanted: readonly string[] | undefined,
  file: string,
  { perTest, durations }: Coverage,
): string[] {
  const mutants = [...readFileSync(file, "utf8").matchAll(/stryMutAct_\w+\("(\d+)"\)/g)]
    .map(([, id = ""]) => id);
  const isLikely = (id: string) => mutants.some((mutant) => mutant in (perTest[id] ?? {}));
  const sorted = (wanted ?? [...tests.keys()])
    .toSorted((a, b) => (durations[a] ?? 0) - (durations[b] ?? 0));
  if (wanted !== undefined) return sorted;
  return [...sorted.filter(isLikely), ...sorted.filter((id) => !isLikely(id))];
}

async function runWith(
  { id: mutant, file, tests: wanted }: Job & { kind: "mutant" },
): Promise<JobResult> {
  // With the mutant active from the start, every run without it is impossible.
  const isActiveFromStart = process.env["__STRYKER_ACTIVE_MUTANT__"] !== undefined;
  coverage ??= coverageSchema.parse(JSON.parse(readFileSync(COVERAGE, "utf8")));
  let nrOfTests = 0;
  for (const id of inOrder(wanted, file, coverage)) {
    nrOfTests += 1;
    // More evaluations are an endless loop.
    const hitLimit = 10_000 + 100 * (coverage.perTest[id]?.[mutant] ?? 0);
    Object.assign(stryker, { activeMutant: mutant, hitCount: 0, hitLimit });
    const failureMessage = await failureOf(id);
    if (failureMessage === undefined) continue;
    Object.assign(stryker, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    if (await isBusy()) return { status: "timeout", reason: failureMessage };
    // The test must pass without the mutant. If it fails, an earlier mutant has changed something permanently.
    if (!isActiveFromStart && await failureOf(id) !== undefined) process.exit(SPOILED);
    return { status: "killed", killedBy: [id], failureMessage, nrOfTests };
  }
  stryker.activeMutant = undefined;
  return { status: "survived", nrOfTests };
}

/** Runs a test. Returns why it failed, or `undefined`. */
async function failureOf(id: string): Promise<string | undefined> {
  let turns = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => {
    const count = () => {
      if (++turns > MOST_TURNS) resolve(LATE);
      else timer = setTimeout(count, TURN_MS);
    };
    count();
  });
  const unhandled = new Promise<string>((resolve) => {
    reportUnhandled = (error) => resolve(String(error));
  });
  const run = async () => {
    try {
      await tests.get(id)?.();
      return undefined;
    } catch (error) {
      return String(error);
    }
  };
  const failure = await Promise.race([run(), late, unhandled]);
  clearTimeout(timer);
  reportUnhandled = () => {};
  return failure;
}

/** Lets the work go on that a test has left. Returns whether it keeps the process busy. */
async function isBusy(): Promise<boolean> {
  await new Promise<void>((resolve) => void setTimeout(resolve));
  const [start, before] = [performance.now(), process.cpuUsage()];
  await new Promise<void>((resolve) => void setTimeout(resolve, TURN_MS));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 > (performance.now() - start) / 2;
}

/**
 * The unit tests of everything in a source folder, and those directly in the folders above, which test the same code
 * through the public API.
 */
function unitTests(folder: string): string[] {
  const place = path.posix.join("tests/unit", folder);
  return readdirSync("tests/unit", { recursive: true, encoding: "utf8" })
    .map((file) => path.posix.join("tests/unit", file.replaceAll(path.sep, "/")))
    .filter((file) => {
      if (!/\.test\.tsx?$/.test(file) || path.posix.dirname(file) === "tests/unit") return false;
      const isOwn = file.startsWith(`${place}/`) || file.startsWith(`${place}.test.`);
      return isOwn || place.startsWith(`${path.posix.dirname(file)}/`);
    })
    .sort();
}
