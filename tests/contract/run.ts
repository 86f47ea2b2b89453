import type { ContractCase } from "./case.ts";

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
}

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
  const results: CaseResult[] = [];
  for (const c of cases) {
    const result = await runCase(c, options.signal);
    results.push(result);
    onResult(result);
  }
  return results;
}

async function runCase(c: ContractCase, signal: AbortSignal | undefined): Promise<CaseResult> {
  if (c.skip !== undefined) return { case: c, outcome: "skipped" };
  const stopped: CaseResult = { case: { ...c, skip: STOPPED }, outcome: "skipped" };
  if (signal?.aborted) return stopped;
  try {
    await c.run();
    return { case: c, outcome: "passed" };
  } catch (error) {
    return signal?.aborted ? stopped : { case: c, outcome: "failed", error };
  }
}
