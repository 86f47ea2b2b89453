import { AssumedBehavior } from "./assumed-behavior.ts";
import { MOCK_ONLY } from "./capability.ts";
import type { Evidence } from "./case.ts";
import { RecordsLeft } from "./left-over.ts";
import type { CaseResult } from "./run.ts";

const MEANING: Readonly<Record<Evidence, string>> = {
  S: "stated by the specification",
  D: "documented publicly by Kinabase",
  O: "observed in programs that use the real service",
  A: "assumed",
};

/**
 * Returns a plain text report on how well a target matches what this project knows about Kinabase. It
 * counts the facts that held and that did not, by evidence, and names each assumed fact by the ID of its case.
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
  const wire = results.filter(({ case: { level } }) => level === "wire");
  const client = results.filter(({ case: { level } }) => level === "client");
  const assumed = wire.filter(isAssumption);
  const mockOnly = results.filter(needsMock);
  return [
    "Fidelity report",
    "",
    "Facts about the server:",
    ...Object.entries(MEANING).map(([mark, meaning]) =>
      `${mark}  ${meaning}: ${counts(wire.filter(({ case: { evidence } }) => evidence === mark))}`
    ),
    "",
    `Rules of the client: ${counts(client)}${unclearCount(client)}`,
    ...overview("Assumed facts that held", assumed, "passed"),
    ...notChecked(assumed.filter((result) => !needsMock(result))),
    ...section("Assumed facts that did not hold", assumed, "failed"),
    ...section(UNCLEAR, client.filter(isUnclear), "failed"),
    ...section(
      "Known facts and client rules that did not hold",
      contradictions(results),
      "failed",
    ),
    ...(mockOnly.length === 0 ? [] : [
      "",
      `${mockOnly.length} more cases need what only a mock can do, such as moving the time or injecting faults.`,
    ]),
  ].join("\n");
}

const UNCLEAR = "Client rules that depend on assumed facts, so that the client may be right " +
  "(find out with kinabase contract --write-profile)";

/** Whether a case about the client failed that may have failed only because of what is assumed about the target. */
function isUnclear({ error }: CaseResult): boolean {
  return error instanceof AssumedBehavior;
}

function unclearCount(results: readonly CaseResult[]): string {
  const { length } = results.filter(isUnclear);
  return length === 0 ? "" : `, ${length} unclear`;
}

function counts(results: readonly CaseResult[]): string {
  const relevant = results.filter((result) => !needsMock(result));
  const count = (outcome: string) =>
    relevant.filter((result) => result.outcome === outcome && !isUnclear(result)).length;
  return `${count("passed")} held, ${count("failed")} did not, ${count("skipped")} not checked`;
}

/** Whether a case was skipped because it needs what only a mock can do. */
function needsMock({ case: { skip }, outcome }: CaseResult): boolean {
  return outcome === "skipped" && skip !== undefined && MOCK_ONLY.includes(skip);
}

/** Whether a result says something about an assumption. Records that are left are more than that. */
function isAssumption({ case: { evidence, level }, error }: CaseResult): boolean {
  return evidence === "A" && level === "wire" && !(error instanceof RecordsLeft);
}

/**
 * Returns the failures that contradict a known fact or a rule of the client. A failure of an assumption (A)
 * about the wire is news, not a contradiction, unless its records could not be deleted. So is an
 * {@linkcode AssumedBehavior}.
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
  return results.filter((result) =>
    result.outcome === "failed" && !isAssumption(result) && !isUnclear(result)
  );
}

function section(title: string, results: readonly CaseResult[], outcome: string): string[] {
  const chosen = results.filter((result) => result.outcome === outcome);
  if (chosen.length === 0) return [];
  return ["", `${title}:`, ...chosen.map(line)];
}

function line({ case: { id, title }, error }: CaseResult): string {
  const reason = error instanceof Error ? `\n${error.message}`.replaceAll("\n", "\n      ") : "";
  return `  - ${title} (${id})${reason}`;
}

/** The names of cases by subject, one subject a line: so a person can read all of them. */
function overview(title: string, results: readonly CaseResult[], outcome: string): string[] {
  const subjects = new Map<string, string[]>();
  for (const { case: { id, subject }, outcome: own } of results) {
    if (own !== outcome) continue;
    subjects.set(subject, [...subjects.get(subject) ?? [], id.slice(subject.length + 1)]);
  }
  if (subjects.size === 0) return [];
  return [
    "",
    `${title}:`,
    ...[...subjects].map(([subject, names]) => `  ${subject}: ${names.join(", ")}`),
  ];
}

function notChecked(results: readonly CaseResult[]): string[] {
  const reasons = new Set(
    results.flatMap(({ case: { skip }, outcome }) =>
      outcome === "skipped" && skip !== undefined ? [skip] : []
    ),
  );
  return [...reasons].flatMap((reason) =>
    overview(
      `Assumed facts not checked (${reason})`,
      results.filter(({ case: { skip } }) => skip === reason),
      "skipped",
    )
  );
}
