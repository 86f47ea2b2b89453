/** Rows by their number, from the first to the last. */
export type RowRange = [first: number, last: number];

/** Combines row numbers to ranges. The numbers must increase. */
export function rangesOfRows(rows: Iterable<number>): RowRange[] {
  const ranges: RowRange[] = [];
  for (const row of rows) {
    const last = ranges.at(-1);
    if (last !== undefined && row === last[1] + 1) last[1] = row;
    else ranges.push([row, row]);
  }
  return ranges;
}

/** Yields the row numbers of ranges. */
export function* rowsOfRanges(ranges: readonly RowRange[]): Generator<number, void, undefined> {
  for (const [first, last] of ranges) {
    for (let row = first; row <= last; row++) yield row;
  }
}

/** How many rows ranges have. */
export function countRows(ranges: readonly RowRange[]): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}
