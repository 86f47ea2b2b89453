import type { Result } from "../result.ts";

/** Options of a suite's run. */
export interface SuiteOptions {
  /** Print the runner's output. */
  echo: boolean;
  /** Check types, if the runner can. */
  check: boolean;
  /** Skip the cases for this runtime only. */
  contractOnly?: boolean | undefined;
}

/** The outcome of a suite's run. */
export type Outcome = Pick<Result, "cases" | "problems" | "output">;

/** A suite. It rejects if it cannot run. */
export type Suite = (options: SuiteOptions) => Promise<Outcome>;

/** A suite of several runs. */
export function together(outcomes: readonly Outcome[]): Outcome {
  return {
    cases: outcomes.flatMap(({ cases }) => cases),
    problems: outcomes.flatMap(({ problems }) => problems),
    output: outcomes.map(({ output }) => output).join("\n"),
  };
}
