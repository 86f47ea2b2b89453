// Runs the contract, the unit tests and the documentation on Bun, from source.
import path from "node:path";
import { root } from "../project.ts";
import { withTemporaryFolder } from "../temporary.ts";
import { bun } from "../tools.ts";
import { runWithJunit } from "./junit-run.ts";
import type { Outcome, Suite } from "./suite.ts";

/** Options of a run of `bun test`. */
export interface BunTestOptions {
  echo: boolean;
  /** The folder of the repository or a copy. Default: the repository. */
  cwd?: string;
  /** The time limit of a test in milliseconds. Default: Bun's own, 5,000. */
  timeout?: number;
  env?: Readonly<Record<string, string>>;
}

/** Runs `bun test` on files or folders that start with "./". */
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

/**
 * The contract, the cases for Bun only, and the cases that depend on assumptions in other worlds. In another time zone
 * than UTC, which `bun test` uses by default.
 */
export const runBun: Suite = ({ echo, contractOnly }) => {
  const own = ["runtime", "msw", "worlds"].map((name) => `./tests/runners/run-${name}-bun.ts`);
  const files = ["./tests/runners/run-bun.ts", ...(contractOnly ? [] : own)];
  return bunTest(files, { echo, env: { TZ: "America/New_York" } });
};

/** The unit tests. */
export const runUnit: Suite = ({ echo }) => bunTest(["./tests/unit"], { echo, timeout: 60_000 });

/** The code blocks of the documentation. */
export const runDocs: Suite = ({ echo }) => bunTest(["./tests/docs"], { echo });
