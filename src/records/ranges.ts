/** A range of records by their index in the caller's records: `from` is included, `to` is not. */
export interface IndexRange {
  /** The first record's index. */
  from: number;
  /** The index after the last record; absent when the number of records is unknown. */
  to?: number | undefined;
}

/** A range of records whose end is known: `from` is included, `to` is not. */
export interface KnownRange extends IndexRange {
  /** The index after the last record. */
  to: number;
}

/** Returns the ranges of adjacent marked indexes. */
export function rangesOf(marked: readonly boolean[]): KnownRange[] {
  return joined(marked.flatMap((isMarked, i) => isMarked ? [{ from: i, to: i + 1 }] : []));
}

/** Removes other ranges from a range. */
export function without({ from, to }: KnownRange, holes: readonly KnownRange[]): KnownRange[] {
  const rest: KnownRange[] = [];
  let next = from;
  for (const hole of inOrder(holes)) {
    if (hole.from > next) rest.push({ from: next, to: hole.from });
    next = Math.max(next, hole.to);
  }
  if (next < to) rest.push({ from: next, to });
  return rest;
}

/** Converts a range for a report: without `to` when the end is unknown. */
export function openEnded({ from, to }: KnownRange): IndexRange {
  return to === Infinity ? { from } : { from, to };
}

/** Sorts ranges by their start. */
export function inOrder<R extends KnownRange>(ranges: readonly R[]): R[] {
  return ranges.toSorted((a, b) => a.from - b.from);
}

/** Merges adjacent ranges. */
export function joined(ranges: readonly KnownRange[]): KnownRange[] {
  const result: KnownRange[] = [];
  for (const range of inOrder(ranges)) {
    const last = result.at(-1);
    if (last?.to === range.from) result[result.length - 1] = { ...range, from: last.from };
    else result.push({ ...range });
  }
  return result;
}

/** The number of records in all ranges. */
export function size(ranges: readonly KnownRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0);
}
