import type { JournalEntry } from "./journal-entry.ts";
import * as z from "zod";
import { checked, expected, strict } from "../../support/check.ts";
import { formatValue } from "../../support/format-value.ts";
import { instant } from "../clock/instant.ts";
import { isMethod, isPath, matchShape, type RequestMatch } from "../../support/request-match.ts";

/** Which entries match. Omitted properties match anything. */
export interface JournalMatch extends RequestMatch {
  /** The response status. */
  status?: number | undefined;
  /** The earliest arrival time on the tenant's clock, inclusive. */
  since?: Date | number | string | undefined;
}

const SINCE = "a date, an ISO 8601 string or milliseconds";

/**
 * The schema of a match.
 *
 * @internal
 */
export const journalMatch: z.ZodType<JournalMatch> = z.lazy(() =>
  strict({
    ...matchShape,
    status: z.int(expected("an HTTP status such as 200")).optional(),
    since: z.union([z.date(), z.number(), z.string()], expected(SINCE))
      .refine((value) => instant(value) !== undefined, expected(SINCE)).optional(),
  })
);

// Wrapped, so that errors name the argument.
const given: z.ZodType<{ match: JournalMatch }> = z.lazy(() => z.object({ match: journalMatch }));

/**
 * Validates a match.
 *
 * @throws {TypeError} When the match is invalid. The message names what was expected.
 */
export function checkedMatch(match: JournalMatch): JournalMatch {
  if (typeof match !== "object" || match === null) {
    throw new TypeError(
      `match: expected an object such as { path: "/token" }, got ${formatValue(match)}`,
    );
  }
  return checked(given, { match }, "match").match;
}

/** One condition of a match. */
interface Criterion {
  matches(entry: JournalEntry): boolean;
  label: string;
  explain(entry: JournalEntry): string;
}

/** The conditions of a match, in the order of a request's parts. */
export function criteriaOf({ method, path, status, since }: JournalMatch): Criterion[] {
  const from = since === undefined ? undefined : instant(since) ?? 0;
  const all: (Criterion | undefined)[] = [
    method === undefined ? undefined : {
      matches: (entry) => isMethod(method, entry),
      label: method.toUpperCase(),
      explain: (entry) => `method is ${entry.method}, not ${method.toUpperCase()}`,
    },
    path === undefined ? undefined : {
      matches: (entry) => isPath(path, entry),
      label: path,
      explain: (entry) => `path is ${entry.path}, not ${path}`,
    },
    status === undefined ? undefined : {
      matches: (entry) => entry.status === status,
      label: `with status ${status}`,
      explain: (entry) => `status is ${entry.status ?? "pending"}, not ${status}`,
    },
    from === undefined ? undefined : {
      matches: (entry) => entry.at >= from,
      label: `since ${new Date(from).toISOString()}`,
      explain: () => `arrived before ${new Date(from).toISOString()}`,
    },
  ];
  return all.filter((criterion) => criterion !== undefined);
}

/** Whether an entry matches. */
export function matchesEntry(match: JournalMatch, entry: JournalEntry): boolean {
  return criteriaOf(match).every((criterion) => criterion.matches(entry));
}
