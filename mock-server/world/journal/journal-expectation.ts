import type { JournalEntry } from "./journal-entry.ts";
import { shortened } from "../../support/format-value.ts";
import { criteriaOf, type JournalMatch } from "./journal-match.ts";

/** Thrown when a test expected other requests than those in the journal. */
export class JournalMismatch extends Error {
  /** The class's name. */
  override readonly name: string = "JournalMismatch";
}

const SHOWN = 5;

/** How much of a path or an explanation is shown. */
const LONGEST = 300;

/**
 * The error for an unexpected number of entries. It lists the entries that matched, and the closest that did
 * not, each with the reason.
 */
export function mismatch(
  entries: readonly JournalEntry[],
  match: JournalMatch,
  times: number,
): JournalMismatch {
  const criteria = criteriaOf(match);
  const compared = entries.map((entry) => ({
    entry,
    unmet: criteria.filter((criterion) => !criterion.matches(entry)),
  }));
  const met = compared.filter(({ unmet }) => unmet.length === 0);
  const near = compared
    .filter(({ unmet }) => unmet.length > 0)
    .sort((a, b) => a.unmet.length - b.unmet.length || b.entry.id - a.entry.id);
  const what = criteria.map(({ label }) => label).join(" ") || "of any kind";
  return new JournalMismatch([
    `journal.expect: expected ${times} request${
      times === 1 ? "" : "s"
    } ${what}, found ${met.length}.`,
    ...list("Matching requests:", met.map(({ entry }) => line(entry))),
    ...list(
      "Closest requests that did not match:",
      near.map(({ entry, unmet }) =>
        `${line(entry)}: ${
          unmet.map(({ explain }) => shortened(explain(entry), LONGEST)).join("; ")
        }`
      ),
    ),
    ...(entries.length === 0 ? ["The journal is empty."] : []),
  ].join("\n"));
}

/** The error for a count that dropped entries could make wrong. */
export function incomplete(call: string, dropped: number): JournalMismatch {
  return new JournalMismatch(
    `journal.${call}: ${dropped} older requests were dropped and may match. Raise the limits in the ` +
      "tenant's journal option, pass a later since, or call journal.clear() before the requests to count.",
  );
}

function list(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > SHOWN ? [`  and ${lines.length - SHOWN} more`] : [];
  return [title, ...lines.slice(0, SHOWN).map((of) => `  ${of}`), ...more];
}

function line({ id, at, method, path, query, status, fault }: JournalEntry): string {
  const asked = shortened(query === "" ? path : `${path}?${query}`, LONGEST);
  const outcome = status === undefined ? "no response" : String(status);
  const why = fault === undefined ? "" : ` (fault ${fault})`;
  return `#${id} ${new Date(at).toISOString()} ${shortened(method)} ${asked} → ${outcome}${why}`;
}
