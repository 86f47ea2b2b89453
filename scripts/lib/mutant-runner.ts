// A test runner for Stryker. It keeps one process with all tests, in which it makes one mutant after another
// active: to start Bun and load the tests for each mutant takes longer than the tests that notice it. Stryker loads
// this file on Node, translated to JavaScript.
import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";

/** What the process with the tests is asked to do. */
export type Job =
  /** Run all tests without a mutant, and tell which mutants each of them reaches. */
  | { readonly kind: "all" }
  /** Run tests with a mutant. */
  | {
    readonly kind: "mutant";
    readonly id: string;
    /** The tests; all without it. */
    readonly tests?: readonly string[] | undefined;
    /** Its file. */
    readonly file: string;
  };

/** How a test ended, in the form that Stryker expects. */
export interface TestResult {
  readonly id: string;
  readonly name: string;
  readonly timeSpentMs: number;
  /** 0: it passed. 1: it failed. */
  readonly status: 0 | 1;
  readonly failureMessage?: string | undefined;
}

/** The result of a job, in the form that Stryker expects. */
export type JobResult =
  | {
    readonly status: "complete";
    readonly tests: readonly TestResult[];
    readonly mutantCoverage: unknown;
  }
  | {
    readonly status: "killed";
    readonly killedBy: readonly string[];
    readonly failureMessage: string;
    readonly nrOfTests: number;
  }
  | { readonly status: "survived"; readonly nrOfTests: number }
  | { readonly status: "timeout"; readonly reason: string }
  | { readonly status: "error"; readonly errorMessage: string };

/** The exit code of the process with the tests when a test fails without a mutant. */
export const SPOILED = 9;

/** The part of Stryker's options for one mutant that is used. */
interface MutantRunOptions {
  readonly activeMutant: { readonly id: string };
  readonly sandboxFileName: string;
  readonly testFilter?: readonly string[];
  readonly reloadEnvironment: boolean;
}

class MutantRunner {
  #child: ChildProcess | undefined;

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<JobResult> {
    return await this.#run({ kind: "all" });
  }

  async mutantRun(
    { activeMutant: { id }, sandboxFileName, testFilter: tests, reloadEnvironment }:
      MutantRunOptions,
  ): Promise<JobResult> {
    // Code at module scope runs before any test: such a mutant must be active from the start.
    if (reloadEnvironment) this.#stop();
    const result = await this.#run(
      { kind: "mutant", id, file: sandboxFileName, tests },
      reloadEnvironment ? id : undefined,
    );
    // What still waits must not disturb the next mutant.
    if (reloadEnvironment || result.status === "timeout") this.#stop();
    return result;
  }

  async dispose(): Promise<void> {
    this.#stop();
  }

  #stop(): void {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }

  async #run(job: Job, activeFromStart?: string): Promise<JobResult> {
    const isFresh = this.#child === undefined;
    const child = this.#child ??= start(activeFromStart);
    return await new Promise((resolve) => {
      const end = (result: JobResult) => {
        child.off("message", end);
        child.off("exit", fail);
        resolve(result);
      };
      const fail = (code: number | null) => {
        if (this.#child === child) this.#child = undefined;
        if (code === SPOILED && !isFresh) return void this.#run(job).then(end);
        // A mutant may break the loading of the code.
        if (job.kind === "all") end({ status: "error", errorMessage: `exit code ${code}` });
        else {end({
            status: "killed",
            killedBy: [],
            failureMessage: `exit code ${code}`,
            nrOfTests: 0,
          });}
      };
      child.on("message", end);
      child.on("exit", fail);
      child.send(job);
    });
  }
}

function start(activeMutant: string | undefined): ChildProcess {
  const [command = "", ...args] = JSON.parse(process.env["KINABASE_MUTANT_TESTS"] ?? "[]");
  const { __STRYKER_ACTIVE_MUTANT__: _, ...env } = process.env;
  return spawn(command, args, {
    env: activeMutant === undefined ? env : { ...env, __STRYKER_ACTIVE_MUTANT__: activeMutant },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

/** What Stryker loads. */
export const strykerPlugins: readonly unknown[] = [
  { kind: "TestRunner", name: "mutants", factory: () => new MutantRunner() },
];
