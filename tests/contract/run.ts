import type { ContractCase } from "./case.ts";
import { RecordsLeft } from "./left-over.ts";

/** The result of one case. See {@linkcode runContract}. */
export interface CaseResult {
  /** The case. */
  case: ContractCase;
  /** `passed`, `failed`, or `skipped` for the reason in the `skip` of the case. */
  outcome: "passed" | "failed" | "skipped";
  /** The thrown value. Present if `outcome` is `failed`. */
  error?: unknown;
}

/** Options of {@linkcode runContract}. */
export interface RunOptions {
  /**
   * Stops the run: the remaining cases are skipped, with this as the reason. Give it to
   * {@linkcode deploymentTarget} too, to stop the current case early. Its records are removed in any case.
   */
  signal?: AbortSignal | undefined;
  /**
   * Called after three failed cases in a row: finds out whether the target still works, as `preflight` does. If it returns
   * a problem, the run stops. These cases and the remaining ones count as skipped, with the problem as the reason,
   * except those that name records they could not delete.
   */
  check?: (() => Promise<string | undefined>) | undefined;
}

/** How many failures in a row are a reason to check the target. */
const FAILURES = 3;

const STOPPED = "the run was stopped";

/**
 * Runs cases one after another, without a test runner. It never rejects because of a failed case.
 *
 * @param cases The cases from {@linkcode contract}.
 * @param onResult Called with each result immediately. An error that it throws stops the run. Default:
 * nothing is called.
 * @param options See {@linkcode RunOptions}.
 * @returns The results, in the order of the cases.
 *
 * @example
 * ```ts
 * import { contract, mockTarget, runContract } from "@kinakit/kinabase/contract";
 * import { createMockServer } from "@kinakit/kinabase/mock";
 *
 * const cases = contract(mockTarget(createMockServer()));
 * const results = await runContract(cases, (result) => console.log(result.case.id, result.outcome));
 * console.log(results.filter(({ outcome }) => outcome === "failed").length, "failed");
 * ```
 */
export async function runContract(
  cases: readonly ContractCase[],
  onResult: (result: CaseResult) => void = () => {},
  options: RunOptions = {},
): Promise<CaseResult[]> {
  const { signal, check } = options;
  const results: CaseResult[] = [];
  let inARow: CaseResult[] = [];
  let problem: string | undefined;
  for (const c of cases) {
    const result = problem === undefined || c.skip !== undefined
      ? await runCase(c, signal)
      : skipped(c, problem);
    results.push(result);
    onResult(result);
    if (result.outcome === "passed") inARow = [];
    if (result.outcome === "failed") inARow.push(result);
    if (inARow.length < FAILURES || signal?.aborted) continue;
    const found = await check?.();
    // A check that the signal stopped says nothing about the target.
    if (!signal?.aborted) problem = found;
    if (problem !== undefined) {
      for (const of of inARow) {
        // The others say nothing about the facts.
        if (!(of.error instanceof RecordsLeft)) Object.assign(of, skipped(of.case, problem));
      }
    }
    inARow = [];
  }
  return results;
}

function skipped(c: ContractCase, reason: string): CaseResult {
  return { case: { ...c, skip: reason }, outcome: "skipped", error: undefined };
}

async function runCase(c: ContractCase, signal: AbortSignal | undefined): Promise<CaseResult> {
  if (c.skip !== undefined) return { case: c, outcome: "skipped" };
  if (signal?.aborted) return skipped(c, STOPPED);
  try {
    await c.run();
    return { case: c, outcome: "passed" };
  } catch (error) {
    return signal?.aborted && !(error instanceof RecordsLeft)
      ? skipped(c, STOPPED)
      : { case: c, outcome: "failed", error };
  }
}
