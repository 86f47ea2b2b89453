import type { Evidence } from "./case.ts";
import type { CaseResult } from "./run.ts";

const MEANING: Readonly<Record<Evidence, string>> = {
  S: "stated by the specification",
  D: "stated by Kinabase's documentation",
  O: "observed in programs in use",
  A: "assumed",
};

/**
 * Says in plain text how far a target is what this project takes Kinabase for: which facts held, which
 * did not, and of the assumed ones each by its name.
 */
export function fidelity(results: readonly CaseResult[]): string {
  const lines: string[] = ["Fidelity report", ""];
  for (const [mark, meaning] of Object.entries(MEANING)) {
    const marked = results.filter(({ case: { evidence } }) => evidence === mark);
    const count = (outcome: string) => marked.filter((result) => result.outcome === outcome).length;
    lines.push(
      `${mark}  ${meaning}: ${count("passed")} held, ${count("failed")} did not, ` +
        `${count("skipped")} not looked at`,
    );
  }
  const wire = results.filter(({ case: { level } }) => level === "wire");
  const assumed = wire.filter(({ case: { evidence } }) => evidence === "A");
  lines.push(
    ...chapter("Assumed facts that held", assumed, "passed"),
    ...chapter("Assumed facts that did not hold", assumed, "failed"),
    ...chapter("Assumed facts not looked at", assumed, "skipped"),
    ...chapter(
      "Facts that were taken as known and did not hold",
      contradictions(results),
      "failed",
    ),
  );
  return lines.join("\n");
}

/** The failures that an assumption does not excuse. */
export function contradictions(results: readonly CaseResult[]): CaseResult[] {
  return results.filter(({ case: { evidence, level }, outcome }) =>
    outcome === "failed" && !(evidence === "A" && level === "wire")
  );
}

function chapter(title: string, results: readonly CaseResult[], outcome: string): string[] {
  const chosen = results.filter((result) => result.outcome === outcome);
  if (chosen.length === 0) return [];
  return ["", `${title}:`, ...chosen.map(line)];
}

function line({ case: { id, title, skip }, error }: CaseResult): string {
  const why = error instanceof Error ? `\n      ${error.message}` : skip ? `\n      ${skip}` : "";
  return `  - ${title} (${id})${why}`;
}
