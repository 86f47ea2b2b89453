// What a suite's run is turned into, whoever ran it, and how it is judged.

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {"passed" | "failed" | "skipped"} status
 * @property {string} [detail] the failure's text or the skip's reason
 *
 * @typedef {object} Result
 * @property {string} suite
 * @property {Case[]} cases
 * @property {string[]} problems what is wrong beyond failed cases: a crash, a missing report, a bad exit
 * @property {string} output
 * @property {number} seconds
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** Runners that cannot show a skip's reason get it in the name, after this. */
const SKIP = " # SKIP ";

/** Cases of one runtime alone: the comparison leaves these out. */
const RUNTIME_ONLY = "runtime: ";

/** @param {Case} found @returns {Case} */
export function withoutReasonInName(found) {
  const at = found.name.indexOf(SKIP);
  if (at < 0) return found;
  return { ...found, name: found.name.slice(0, at), detail: found.name.slice(at + SKIP.length) };
}

/** @param {readonly Case[]} cases @returns {Counts} */
export function count(cases) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status } of cases) counts[status]++;
  return counts;
}

/** @param {Counts} counts */
export const inWords = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** @param {Result} result */
export const isGood = ({ cases, problems }) => problems.length === 0 && count(cases).failed === 0;

/**
 * A run's exit and its report must tell the same story.
 * @param {readonly Case[]} cases
 * @param {import("./run.mjs").Ended} ended
 * @returns {string[]} problems
 */
export function crossCheck(cases, ended) {
  const problems = [];
  const { failed } = count(cases);
  if (cases.length === 0) problems.push("the report lists no case");
  if (ended.code === null) problems.push(`the run ${ended.trouble}`);
  else if (ended.code !== 0 && failed === 0) {
    problems.push(`${ended.trouble}, though no case is reported as failed`);
  } else if (ended.code === 0 && failed > 0) problems.push(`exit code 0, though ${failed} failed`);
  const seen = new Set();
  for (const { name } of cases) {
    if (seen.has(name)) problems.push(`two cases are named "${name}"`);
    seen.add(name);
  }
  return problems;
}

/**
 * Every runtime must have shown the same contract cases.
 * @param {readonly Result[]} results of the contract runs
 * @returns {string[]} the differences, in words
 */
export function compareNames(results) {
  // A run without any case has its own problem already, and would only drown the rest here.
  const sets = results.filter(({ cases }) => cases.length > 0).map(({ suite, cases }) => ({
    suite,
    names: new Set(cases.map((c) => c.name).filter((name) => !name.startsWith(RUNTIME_ONLY))),
  }));
  const all = new Set(sets.flatMap(({ names }) => [...names]));
  const differences = [];
  for (const name of all) {
    const missing = sets.filter(({ names }) => !names.has(name)).map(({ suite }) => suite);
    if (missing.length > 0) differences.push(`not shown by ${missing.join(", ")}: ${name}`);
  }
  return differences;
}

/**
 * @param {Result} result
 * @returns {string} its failures and problems, a line or more each; empty when there are none
 */
export function complaints({ suite, cases, problems }) {
  const failed = cases.filter(({ status }) => status === "failed");
  return [
    ...failed.map(({ name, detail }) => `FAILED ${suite} > ${name}\n${indent(detail ?? "")}`),
    ...problems.map((problem) => `PROBLEM ${suite}: ${problem}`),
  ].join("\n");
}

/** @param {string} text */
const indent = (text) => text.trim().replace(/^/gm, "    ");
