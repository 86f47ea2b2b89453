import type { ContractCase } from "./case.ts";

/** What became of one case. */
export interface CaseResult {
  /** The case. */
  case: ContractCase;
  /** Whether it held, did not, or was not looked at. */
  outcome: "passed" | "failed" | "skipped";
  /** What was thrown; with `failed`. */
  error?: unknown;
}

/**
 * Runs cases one after another, for programs without a test runner.
 *
 * @param cases What `contract()` gives.
 * @param onResult Is told each result as it comes.
 */
export async function runContract(
  cases: readonly ContractCase[],
  onResult: (result: CaseResult) => void = () => {},
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const c of cases) {
    const result = await runCase(c);
    results.push(result);
    onResult(result);
  }
  return results;
}

async function runCase(c: ContractCase): Promise<CaseResult> {
  if (c.skip !== undefined) return { case: c, outcome: "skipped" };
  try {
    await c.run();
    return { case: c, outcome: "passed" };
  } catch (error) {
    return { case: c, outcome: "failed", error };
  }
}
