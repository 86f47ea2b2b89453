// Bun runs the sources as they are: the contract, the unit tests, the examples and the documentation.
import path from "node:path";
import { root } from "../project.ts";
import { withTemporaryFolder } from "../temporary.ts";
import { bun } from "../tools.ts";
import { runWithJunit } from "./junit-run.ts";
import type { Outcome, Suite } from "./suite.ts";

/** What a run of `bun test` takes. */
export interface BunTestOptions {
  echo: boolean;
  /** The repository or a copy of it; the repository unless given. */
  cwd?: string;
  /** Milliseconds a test may take; Bun's own limit, 5,000, unless given. */
  timeout?: number;
  env?: Readonly<Record<string, string>>;
}

/** Runs `bun test` on files or folders that begin with "./". */
export function bunTest(
  targets: readonly string[],
  { echo, cwd = root, timeout, env = {} }: BunTestOptions,
): Promise<Outcome> {
  return withTemporaryFolder("bun", (folder) => {
    const report = path.join(folder, "report.xml");
    const args = ["test", ...targets, "--reporter=junit", `--reporter-outfile=${report}`];
    if (timeout !== undefined) args.push(`--timeout=${timeout}`);
    return runWithJunit(bun(), args, { cwd, report, echo, env });
  });
}

/** The contract, and what only Bun can show. */
export const runBun: Suite = ({ echo, contractOnly }) => {
  const own = ["./tests/runners/run-runtime-bun.ts", "./tests/runners/run-msw-bun.ts"];
  return bunTest(["./tests/runners/run-bun.ts", ...(contractOnly ? [] : own)], { echo });
};

/** The unit tests. */
export const runUnit: Suite = ({ echo }) => bunTest(["./tests/unit"], { echo });

/** The examples' tests. */
export const runExamples: Suite = ({ echo }) => bunTest(["./tests/examples"], { echo });

/** The blocks of the documentation. */
export const runDocs: Suite = ({ echo }) => bunTest(["./tests/docs"], { echo });
