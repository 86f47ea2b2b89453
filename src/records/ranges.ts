import type { IndexRange } from "./report.ts";

/** Records by their indexes; `to` is not included. */
export interface Range {
  /** The first index. */
  from: number;
  /** The index after the last. */
  to: number;
}

/** The ranges of neighbors that are marked. */
export function rangesOf(marked: readonly boolean[]): Range[] {
  return joined(marked.flatMap((isMarked, i) => isMarked ? [{ from: i, to: i + 1 }] : []));
}

/** A range without others that lie in it. */
export function without({ from, to }: Range, holes: readonly Range[]): Range[] {
  const rest: Range[] = [];
  let next = from;
  for (const hole of inOrder(holes)) {
    if (hole.from > next) rest.push({ from: next, to: hole.from });
    next = Math.max(next, hole.to);
  }
  if (next < to) rest.push({ from: next, to });
  return rest;
}

/** A range as a report shows it: without its end where nobody knows it. */
export function openEnded({ from, to }: Range): IndexRange {
  return to === Infinity ? { from } : { from, to };
}

/** Ranges by where they begin. */
export function inOrder<R extends Range>(ranges: readonly R[]): R[] {
  return ranges.toSorted((a, b) => a.from - b.from);
}

/** Adjacent ranges merged into one. */
export function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of inOrder(ranges)) {
    const last = result.at(-1);
    if (last?.to === range.from) result[result.length - 1] = { ...range, from: last.from };
    else result.push({ ...range });
  }
  return result;
}

/** How many records are in some ranges. */
export function size(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0);
}
