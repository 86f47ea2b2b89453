// The common part of the three runners that write JUnit files.
import { existsSync } from "node:fs";
import { readJunit } from "../junit.ts";
import { type Case, crossCheck } from "../result.ts";
import { run } from "../run.ts";
import type { Tool } from "../tools.ts";
import type { Outcome } from "./suite.ts";

/** Where a runner runs and writes its report. */
export interface JunitRunOptions {
  cwd: string;
  /** The report file that the arguments name. */
  report: string;
  echo: boolean;
  env?: Readonly<Record<string, string>>;
}

/** Runs a test runner and reads its JUnit report. */
export async function runWithJunit(
  [command, ...first]: Tool,
  args: readonly string[],
  { cwd, report, echo, env }: JunitRunOptions,
): Promise<Outcome> {
  // The contract over a port is slow while other work runs.
  const ended = await run(command, [...first, ...args], { cwd, echo, env, timeout: 360_000 });
  const problems: string[] = [];
  let cases: Case[] = [];
  try {
    cases = readJunit(report);
  } catch (error) {
    problems.push(`the report cannot be read: ${error}`);
  }
  if (!existsSync(report)) problems.push("no report was written");
  problems.push(...crossCheck(cases, ended));
  return { cases, problems, output: ended.output };
}
