import { type RowRange, rowsOfRanges } from "./row-ranges.ts";

/** What is known about a row of an import. */
export type RowFate =
  /** It is being sent as a new record, or its response was lost: it may have been written. */
  | { status: "creating" }
  /** It is being sent as a change of a record, or its response was lost: it may have been written. */
  | { status: "updating" }
  /** It was written. */
  | { status: "done" }
  /** It was refused. */
  | { status: "refused"; reason: string };

/** One step of an import. */
export type JournalEntry =
  | { creating: RowRange[] }
  | { updating: RowRange[] }
  | { done: RowRange[] }
  /** They were not sent after all. */
  | { unsent: RowRange[] }
  | { refused: { row: number; reason: string }[] }
  /** All rows have their final result. */
  | { ended: true };

/** Records the steps of an import, so that another run can go on where this one stopped. */
export interface ImportJournal {
  /** What earlier runs did. */
  readonly entries: readonly JournalEntry[];
  /** Records a step. When it resolves, the step survives the end of the program. */
  append(entry: JournalEntry): Promise<void> | void;
}

/** The fates of the rows after some steps. A row that is not in it was not sent. */
export function fatesOf(entries: readonly JournalEntry[]): Map<number, RowFate> {
  const fates = new Map<number, RowFate>();
  for (const entry of entries) applyEntry(fates, entry);
  return fates;
}

/** Applies one step to the fates. */
export function applyEntry(fates: Map<number, RowFate>, entry: JournalEntry): void {
  for (const status of ["creating", "updating", "done"] as const) {
    const ranges: RowRange[] = Reflect.get(entry, status) ?? [];
    for (const row of rowsOfRanges(ranges)) fates.set(row, { status });
  }
  if ("unsent" in entry) { for (const row of rowsOfRanges(entry.unsent)) fates.delete(row); }
  if ("refused" in entry) {
    for (const { row, reason } of entry.refused) fates.set(row, { status: "refused", reason });
  }
}
