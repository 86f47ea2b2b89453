// What the three runners that write JUnit files have in common.
import { existsSync } from "node:fs";
import { readJunit } from "../junit.mjs";
import { crossCheck } from "../result.mjs";
import { run } from "../run.mjs";

/**
 * @param {import("../tools.mjs").Tool} tool
 * @param {string[]} args
 * @param {{ cwd: string, report: string, echo: boolean }} options
 * @returns {Promise<import("./index.mjs").Outcome>}
 */
export async function runWithJunit([command, ...first], args, { cwd, report, echo }) {
  // Thrice the contract over a port each takes its time where other work is done beside it.
  const ended = await run(command, [...first, ...args], { cwd, echo, timeout: 360_000 });
  /** @type {import("../result.mjs").Case[]} */
  let cases = [];
  /** @type {string[]} */
  const problems = [];
  try {
    cases = readJunit(report);
  } catch (error) {
    problems.push(`the report cannot be read: ${error}`);
  }
  if (!existsSync(report)) problems.push("no report was written");
  problems.push(...crossCheck(cases, ended));
  return { cases, problems, output: ended.output };
}
