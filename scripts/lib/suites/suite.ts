import type { Result } from "../result.ts";

/** How a suite runs. */
export interface SuiteOptions {
  /** Print what the runner prints, as it does. */
  echo: boolean;
  /** Look at types on the way, where the runner can. */
  check: boolean;
  /** Leave out what only this runtime can show. */
  contractOnly?: boolean | undefined;
}

/** What a suite's run gives. */
export type Outcome = Pick<Result, "cases" | "problems" | "output">;

/** One suite. It rejects when something kept it from running. */
export type Suite = (options: SuiteOptions) => Promise<Outcome>;

/** One suite that takes several runs. */
export function together(outcomes: readonly Outcome[]): Outcome {
  return {
    cases: outcomes.flatMap(({ cases }) => cases),
    problems: outcomes.flatMap(({ problems }) => problems),
    output: outcomes.map(({ output }) => output).join("\n"),
  };
}
