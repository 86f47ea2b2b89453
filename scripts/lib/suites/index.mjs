// The suites by name, and the one way to run any of them.
import { runBun, runDocs, runExamples, runUnit } from "./bun.mjs";
import { runConsumers } from "./consumers.mjs";
import { runDeno } from "./deno.mjs";
import { runNode } from "./node.mjs";
import { runWorkerd } from "./workerd.mjs";

/**
 * @typedef {object} Options
 * @property {boolean} echo print what the runner prints, as it does
 * @property {boolean} check look at types on the way, where the runner can
 * @property {boolean} [contractOnly] leave out what only this runtime can show
 *
 * @typedef {Pick<import("../result.mjs").Result, "cases" | "problems" | "output">} Outcome
 * @typedef {(options: Options) => Promise<Outcome>} Suite
 */

/** @type {Record<string, Suite>} */
const suites = {
  unit: runUnit,
  node: runNode,
  bun: runBun,
  deno: runDeno,
  workerd: runWorkerd,
  consumers: runConsumers,
  examples: runExamples,
  docs: runDocs,
};

/** Every suite. */
export const suiteNames = Object.keys(suites);

/**
 * The suites in two lanes that may run side by side. Node and the consumers both build `dist/`, so they
 * share a lane.
 */
export const lanes = [
  ["node", "consumers"],
  suiteNames.filter((name) => name !== "node" && name !== "consumers"),
];

/** The suites that run the contract, and so must show the same cases. */
export const contractSuites = ["node", "bun", "deno", "workerd"];

/**
 * @param {string} name
 * @param {Options} options
 * @returns {Promise<import("../result.mjs").Result>} it never rejects: what kept a suite from running is a problem
 */
export async function runSuite(name, options) {
  const suite = suites[name];
  if (!suite) throw new Error(`no suite "${name}"; there are ${suiteNames.join(", ")}`);
  const start = performance.now();
  const outcome = await suite(options).catch((/** @type {unknown} */ error) => ({
    cases: [],
    problems: [`could not run: ${error instanceof Error ? error.message : error}`],
    output: "",
  }));
  return { suite: name, ...outcome, seconds: (performance.now() - start) / 1000 };
}
