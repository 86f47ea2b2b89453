import type { Evidence } from "./case.ts";
import type { CaseResult } from "./run.ts";

const MEANING: Readonly<Record<Evidence, string>> = {
  S: "stated by the specification",
  D: "documented publicly by Kinabase",
  O: "observed in programs that use the real service",
  A: "assumed",
};

/**
 * Returns a plain text report on how well a target matches what this project knows about Kinabase. It
 * counts the facts that held and that did not, by evidence, and lists each assumed fact.
 *
 * @param results The results from {@linkcode runContract}.
 *
 * @example
 * ```ts
 * import { contract, fidelity, mockTarget, runContract } from "@kinakit/kinabase/contract";
 * import { createMockServer } from "@kinakit/kinabase/mock";
 *
 * console.log(fidelity(await runContract(contract(mockTarget(createMockServer())))));
 * ```
 */
export function fidelity(results: readonly CaseResult[]): string {
  const lines: string[] = ["Fidelity report", ""];
  for (const [mark, meaning] of Object.entries(MEANING)) {
    const marked = results.filter(({ case: { evidence } }) => evidence === mark);
    const count = (outcome: string) => marked.filter((result) => result.outcome === outcome).length;
    lines.push(
      `${mark}  ${meaning}: ${count("passed")} held, ${count("failed")} did not, ` +
        `${count("skipped")} not checked`,
    );
  }
  const wire = results.filter(({ case: { level } }) => level === "wire");
  const assumed = wire.filter(({ case: { evidence } }) => evidence === "A");
  lines.push(
    ...section("Assumed facts that held", assumed, "passed"),
    ...section("Assumed facts that did not hold", assumed, "failed"),
    ...section("Assumed facts not checked", assumed, "skipped"),
    ...section(
      "Known facts and client rules that did not hold",
      contradictions(results),
      "failed",
    ),
  );
  return lines.join("\n");
}

/**
 * Returns the failures that contradict a known fact or a rule of the client. A failure of an assumption (A)
 * about the wire is news, not a contradiction.
 *
 * @param results The results from {@linkcode runContract}.
 *
 * @example
 * ```ts
 * import { contract, contradictions, mockTarget, runContract } from "@kinakit/kinabase/contract";
 * import { createMockServer } from "@kinakit/kinabase/mock";
 *
 * const results = await runContract(contract(mockTarget(createMockServer())));
 * if (contradictions(results).length > 0) throw new Error("The contract does not hold.");
 * ```
 */
export function contradictions(results: readonly CaseResult[]): CaseResult[] {
  return results.filter(({ case: { evidence, level }, outcome }) =>
    outcome === "failed" && !(evidence === "A" && level === "wire")
  );
}

function section(title: string, results: readonly CaseResult[], outcome: string): string[] {
  const chosen = results.filter((result) => result.outcome === outcome);
  if (chosen.length === 0) return [];
  return ["", `${title}:`, ...chosen.map(line)];
}

function line({ case: { id, title, skip }, error }: CaseResult): string {
  const reason = error instanceof Error
    ? `\n      ${error.message}`
    : skip
    ? `\n      ${skip}`
    : "";
  return `  - ${title} (${id})${reason}`;
}
