// The suites by name, and the function that runs one.
import type { Result } from "../result.ts";
import { runBun, runDocs, runUnit } from "./bun.ts";
import { runConsumers, runExamples, runPages } from "./consumers.ts";
import { runDeno } from "./deno.ts";
import { runNode } from "./node.ts";
import type { Outcome, Suite, SuiteOptions } from "./suite.ts";
import { runWorkerd } from "./workerd.ts";

const suites: ReadonlyMap<string, Suite> = new Map([
  ["unit", runUnit],
  ["node", runNode],
  ["bun", runBun],
  ["deno", runDeno],
  ["workerd", runWorkerd],
  ["consumers", runConsumers],
  ["examples", runExamples],
  ["docs", runDocs],
  ["pages", runPages],
]);

/** The suites of `npm test`. CI runs the pages on their own, because they start many programs. */
export const suiteNames: readonly string[] = [...suites.keys()].filter((name) => name !== "pages");

const FIRST_LANES = [["unit"], ["node", "consumers", "docs"]];

/**
 * The suites in three lanes that run in parallel and take about equally long. There are more lanes than
 * cores, because the unit tests mostly wait for the programs that they start.
 */
export const lanes: readonly (readonly string[])[] = [
  ...FIRST_LANES,
  suiteNames.filter((name) => !FIRST_LANES.flat().includes(name)),
];

/** The suites that run the contract, and so must run the same cases. */
export const contractSuites: readonly string[] = ["node", "bun", "deno", "workerd"];

/**
 * Runs a suite. If it cannot run, its result has a problem; only an unknown name throws.
 */
export async function runSuite(name: string, options: SuiteOptions): Promise<Result> {
  const suite = suites.get(name);
  if (!suite) {
    throw new Error(
      `There is no suite "${name}". The suites are ${[...suites.keys()].join(", ")}.`,
    );
  }
  const start = performance.now();
  const outcome = await suite(options).catch((error: unknown): Outcome => ({
    cases: [],
    problems: [`could not run: ${error instanceof Error ? error.message : error}`],
    output: "",
  }));
  return { suite: name, ...outcome, seconds: (performance.now() - start) / 1000 };
}
