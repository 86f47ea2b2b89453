import { expect, test } from "bun:test";
import {
  countRows,
  rangesOfRows,
  type RowRange,
  rowsOfRanges,
} from "../../../../tools/import/row-ranges.ts";

for (
  const [rows, ranges] of [
    [[], []],
    [[3], [[3, 3]]],
    [[0, 1, 2, 4, 6, 7], [[0, 2], [4, 4], [6, 7]]],
  ] as const
) {
  test(`rows ${JSON.stringify(rows)} are the ranges ${JSON.stringify(ranges)}`, () => {
    const expected = ranges.map(([first, last]): RowRange => [first, last]);
    expect(rangesOfRows(rows)).toEqual(expected);
    expect([...rowsOfRanges(expected)]).toEqual([...rows]);
    expect(countRows(expected)).toBe(rows.length);
  });
}
