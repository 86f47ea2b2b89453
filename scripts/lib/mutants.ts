// The mutants of Stryker's report, and the list of those that no test can notice.
import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";
import type { EquivalentMutant } from "../equivalent-mutants.ts";
import { inRoot } from "./project.ts";

const position = z.object({ line: z.int(), column: z.int() });

const reportSchema = z.looseObject({
  files: z.record(
    z.string(),
    z.looseObject({
      source: z.string(),
      mutants: z.array(z.looseObject({
        replacement: z.string(),
        location: z.looseObject({ start: position, end: position }),
        status: z.string(),
      })),
    }),
  ),
});

/** A change to the code, and whether a test noticed it. */
export interface Mutant {
  file: string;
  /** From 1. */
  line: number;
  /** The text of the line, without the space around it. */
  text: string;
  /** The code that changes and what it becomes, in one line. */
  change: string;
  /** `Killed`, `Timeout`, `Survived`, or `NoCoverage`: no test reaches it. */
  status: string;
}

/** The mutants of a report. */
export function readMutants(report: string): Mutant[] {
  const { files } = reportSchema.parse(JSON.parse(readFileSync(report, "utf8")));
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split("\n");
    return mutants.map(({ location: { start, end }, replacement, status }) => {
      const changed = lines.slice(start.line - 1, end.line);
      // The end first: it may be in the same line.
      changed[changed.length - 1] = changed.at(-1)?.slice(0, end.column - 1) ?? "";
      changed[0] = changed[0]?.slice(start.column - 1) ?? "";
      return {
        file,
        line: start.line,
        text: lines[start.line - 1]?.trim() ?? "",
        change: `${short(changed.join(" "))} -> ${short(replacement)}`,
        status,
      };
    });
  });
}

/**
 * The report with only the mutants that a test has killed. New tests may kill the others, and a time limit may
 * have passed because the machine was busy.
 */
export function reusable(report: string): string {
  const parsed = reportSchema.parse(JSON.parse(readFileSync(report, "utf8")));
  for (const file of Object.values(parsed.files)) {
    file.mutants = file.mutants.filter(({ status }) => status === "Killed");
  }
  return JSON.stringify(parsed);
}

/** The mutants that survived and are not listed as equivalent, and what is wrong with the list. */
export function checkEquivalents(
  mutants: readonly Mutant[],
  listed: readonly EquivalentMutant[],
): { survivors: Mutant[]; complaints: string[] } {
  const matches = (mutant: Mutant, entry: EquivalentMutant) =>
    mutant.file === entry.file && mutant.text === entry.line && mutant.change === entry.change;
  const complaints = listed.flatMap((entry) => {
    const found = mutants.filter((mutant) => matches(mutant, entry));
    const name = `${entry.file}, ${entry.change}`;
    if (found.length === 0) return [`The list of equivalent mutants is out of date: ${name}`];
    if (found.every(isAlive)) return [];
    return [`A test kills a mutant that is listed as equivalent: ${name}`];
  });
  const survivors = mutants.filter((mutant) =>
    isAlive(mutant) && !listed.some((entry) => matches(mutant, entry))
  );
  return { survivors, complaints };
}

/** The listed mutants whose line no longer exists. Only `npm run mutate` can check the rest. */
export function staleEquivalents(listed: readonly EquivalentMutant[]): string[] {
  return listed.flatMap(({ file, line }) => {
    const lines = existsSync(inRoot(file)) ? readFileSync(inRoot(file), "utf8").split("\n") : [];
    if (lines.some((text) => text.trim() === line)) return [];
    return [`an equivalent mutant is out of date: ${file} has no line "${line}"`];
  });
}

/** Also a mutant that no test reaches survives. */
const isAlive = ({ status }: Mutant): boolean => status !== "Killed" && status !== "Timeout";

/** A text in one line of at most 80 characters. */
function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 80 ? `${line.slice(0, 60)} … ${line.slice(-17)}` : line;
}
