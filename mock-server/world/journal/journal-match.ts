import type { JournalEntry } from "./journal-entry.ts";
import * as z from "zod";
import { expected, strict } from "../../support/check.ts";
import { instant } from "../clock/instant.ts";
import { isMethod, isPath, matchShape, type RequestMatch } from "../../support/request-match.ts";

/** Which entries are meant. What is left out matches anything. */
export interface JournalMatch extends RequestMatch {
  /** The status of the answer. */
  status?: number | undefined;
  /** Those that arrived at this time or later, on the tenant's clock. */
  since?: Date | number | string | undefined;
}

const SINCE = "a date, an ISO 8601 text or milliseconds";

/** What a match of entries must be. */
export const journalMatch: z.ZodType<JournalMatch> = z.lazy(() =>
  strict({
    ...matchShape,
    status: z.int(expected("a status such as 200")).optional(),
    since: z.union([z.date(), z.number(), z.string()], expected(SINCE))
      .refine((value) => instant(value) !== undefined, expected(SINCE)).optional(),
  })
);

/** What a match asks for: whether an entry has it, and how it is told that it has not. */
interface Criterion {
  fits(entry: JournalEntry): boolean;
  told: string;
  found(entry: JournalEntry): string;
}

/** The criteria of a match, in the order in which a request is read. */
export function criteriaOf({ method, path, status, since }: JournalMatch): Criterion[] {
  const from = since === undefined ? undefined : instant(since) ?? 0;
  const all: (Criterion | undefined)[] = [
    method === undefined ? undefined : {
      fits: (entry) => isMethod(method, entry),
      told: method.toUpperCase(),
      found: (entry) => `method is ${entry.method}, not ${method.toUpperCase()}`,
    },
    path === undefined ? undefined : {
      fits: (entry) => isPath(path, entry),
      told: path,
      found: (entry) => `path is ${entry.path}, not ${path}`,
    },
    status === undefined ? undefined : {
      fits: (entry) => entry.status === status,
      told: `answered with ${status}`,
      found: (entry) => `status is ${entry.status ?? "not known yet"}, not ${status}`,
    },
    from === undefined ? undefined : {
      fits: (entry) => entry.at >= from,
      told: `since ${new Date(from).toISOString()}`,
      found: () => `it came before ${new Date(from).toISOString()}`,
    },
  ];
  return all.filter((criterion) => criterion !== undefined);
}

/** Whether an entry is meant. */
export function isMeant(match: JournalMatch, entry: JournalEntry): boolean {
  return criteriaOf(match).every((criterion) => criterion.fits(entry));
}
