import { kindOfValue } from "../records/kind-of-value.ts";
import type { ImportRow } from "./import-row.ts";

/** What a first look at all rows shows. */
export interface Survey {
  /** How many rows there are. */
  total: number;
  /** What is wrong with rows because of other rows, by row number. */
  problems: ReadonlyMap<number, string>;
}

/**
 * Reads all rows once, before anything is sent.
 *
 * @param what What each row needs that no other row has, for messages; `undefined` if it needs nothing.
 * @throws {TypeError} When a row has no number or no data, or the numbers of the rows do not increase.
 */
export async function surveyRows(
  rows: AsyncIterable<ImportRow>,
  what: "key" | "ID" | undefined,
): Promise<Survey> {
  const problems = new Map<number, string>();
  const first = new Map<string, number>();
  let total = 0;
  let last = -Infinity;
  for await (const { row, data, key, problem } of rows) {
    if (!Number.isInteger(row)) {
      throw new TypeError(
        `row: expected an integer, the number of the row, got ${kindOfValue(row)}`,
      );
    }
    if (typeof data !== "object" || data === null || Array.isArray(data)) {
      throw new TypeError(`data of row ${row}: expected an object, got ${kindOfValue(data)}`);
    }
    if (row <= last) throw new TypeError(`row ${row} comes after row ${last}`);
    last = row;
    total += 1;
    if (what === undefined || problem !== undefined) continue;
    if (key === undefined || key === "") {
      problems.set(row, `it has no ${what}`);
      continue;
    }
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, row);
      continue;
    }
    // Which of them is right is not known.
    problems.set(row, `it has the same ${what} as row ${before}: ${key}`);
    problems.set(before, problems.get(before) ?? `it has the same ${what} as row ${row}: ${key}`);
  }
  return { total, problems };
}
