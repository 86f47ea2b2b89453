import { OWN_COLUMNS } from "../csv/columns.ts";
import { csvOf } from "../csv/csv-text.ts";
import type { FileRow } from "./file-rows.ts";
import type { RefusedRow } from "./refused-row.ts";

/** The end of a line that was refused before. */
const EARLIER_REASON = /,"\$row":\d+,"\$reason":"[^"\\]*(?:\\.[^"\\]*)*"\}$/;

/**
 * Writes rows that were refused in the form of their file, with `$row` and `$reason`, so that the result can be
 * corrected and imported. An import ignores these two.
 *
 * @param rows All rows of the file.
 * @param refused The rows that are written.
 * @returns The text, in pieces.
 */
export async function* refusedRows(
  rows: AsyncIterable<FileRow>,
  refused: readonly RefusedRow[],
): AsyncGenerator<string, void, undefined> {
  const reasons = new Map(refused.map(({ row, reason }) => [row, reason]));
  let hasHeader = false;
  for await (const { row, source } of rows) {
    const reason = reasons.get(row);
    if (reason === undefined) continue;
    if (typeof source === "string") {
      yield `${withReason(source, row, reason)}\n`;
      continue;
    }
    const { columns, cells } = source;
    const kept = columns.flatMap((name, index) =>
      name === OWN_COLUMNS.row || name === OWN_COLUMNS.reason ? [] : [index]
    );
    const more = cells.slice(columns.length);
    if (!hasHeader) {
      hasHeader = true;
      const names = kept.map((index) => columns[index] ?? "");
      yield csvOf([[...names, OWN_COLUMNS.row, OWN_COLUMNS.reason]]);
    }
    const own = kept.map((index) => cells[index] ?? "");
    yield csvOf([[...own, String(row), reason, ...more]]);
  }
}

/**
 * A line of JSON with the reason. A line that is not an object stays as it is. The reason is added to the text,
 * because reading and writing it would change large numbers. Of two fields with the same name, the last one counts.
 */
function withReason(line: string, row: number, reason: string): string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return line;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return line;
  const own = JSON.stringify({ [OWN_COLUMNS.row]: row, [OWN_COLUMNS.reason]: reason });
  if (Object.keys(value).length === 0) return own;
  return `${line.trimEnd().replace(EARLIER_REASON, "}").slice(0, -1)},${own.slice(1)}`;
}
