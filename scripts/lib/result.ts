// The result of a suite, independent of its runner, and its evaluation.
import * as z from "zod";
import type { Ended } from "./run.ts";

const caseSchema = z.object({
  name: z.string(),
  status: z.enum(["passed", "failed", "skipped"]),
  /** The failure's text or the skip's reason. */
  detail: z.string().optional(),
});

/** A suite's result, as `--json` writes it. */
export const resultSchema = z.object({
  suite: z.string(),
  cases: z.array(caseSchema),
  /** Problems besides failed cases: a crash, a missing report, a wrong exit code. */
  problems: z.array(z.string()),
  output: z.string(),
  seconds: z.number(),
});

/** One case of a suite. */
export type Case = z.infer<typeof caseSchema>;

/** A suite's result. */
export type Result = z.infer<typeof resultSchema>;

/** The number of cases by outcome. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Separates a skip's reason in a case's name, for runners that cannot report reasons. */
const SKIP = " # SKIP ";

/** The prefix of cases for a single runtime, which the comparison ignores. */
const RUNTIME_ONLY = "runtime: ";

/** Moves a skip's reason from the case's name to its detail. */
export function withoutReasonInName(found: Case): Case {
  const at = found.name.indexOf(SKIP);
  if (at < 0) return found;
  return { ...found, name: found.name.slice(0, at), detail: found.name.slice(at + SKIP.length) };
}

/** Counts cases by outcome. */
export function count(cases: readonly Case[]): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status } of cases) counts[status]++;
  return counts;
}

/** Counts in one line. */
export const inWords = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Whether nothing failed. */
export const isGood = ({ cases, problems }: Result): boolean =>
  problems.length === 0 && count(cases).failed === 0;

/**
 * Checks that a run's exit code and its report agree.
 *
 * @returns the contradictions
 */
export function crossCheck(cases: readonly Case[], ended: Ended): string[] {
  const problems: string[] = [];
  const { failed } = count(cases);
  if (cases.length === 0) problems.push("the report lists no case");
  if (ended.code === null) problems.push(`the run ${ended.trouble}`);
  else if (ended.code !== 0 && failed === 0) {
    problems.push(`${ended.trouble}, though no case is reported as failed`);
  } else if (ended.code === 0 && failed > 0) problems.push(`exit code 0, though ${failed} failed`);
  const seen = new Set<string>();
  for (const { name } of cases) {
    if (seen.has(name)) problems.push(`two cases are named "${name}"`);
    seen.add(name);
  }
  return problems;
}

/**
 * Checks that every runtime ran the same contract cases.
 *
 * @returns the differences
 */
export function compareNames(results: readonly Result[]): string[] {
  // A run without cases already has its own problem and would hide the rest here.
  const sets = results.filter(({ cases }) => cases.length > 0).map(({ suite, cases }) => ({
    suite,
    names: new Set(cases.map((c) => c.name).filter((name) => !name.startsWith(RUNTIME_ONLY))),
  }));
  const all = new Set(sets.flatMap(({ names }) => [...names]));
  return [...all].flatMap((name) => {
    const missing = sets.filter(({ names }) => !names.has(name)).map(({ suite }) => suite);
    return missing.length > 0 ? [`not run by ${missing.join(", ")}: ${name}`] : [];
  });
}

/** A result's failures and problems, a line or more each; empty when there are none. */
export function complaints({ suite, cases, problems }: Result): string {
  const failed = cases.filter(({ status }) => status === "failed");
  return [
    ...failed.map(({ name, detail }) => `FAILED ${suite} > ${name}\n${indent(detail ?? "")}`),
    ...problems.map((problem) => `PROBLEM ${suite}: ${problem}`),
  ].join("\n");
}

const indent = (text: string): string => text.trim().replace(/^/gm, "    ");
