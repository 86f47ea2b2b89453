import { parse } from "csv-parse/sync";
import { KEY_COLUMN, type Person, toData } from "./row.ts";

/** A row that is ready to be sent. */
export interface Row {
  /** The unique key of the row. */
  key: string;
  /** The row's line number in the file. */
  line: number;
  data: Person;
}

/**
 * Reads a whole CSV file with a header.
 *
 * @throws {Error} If a value is invalid, or a key is empty or occurs twice.
 */
export async function readRows(file: string): Promise<Row[]> {
  const parsed: { record: Record<string, string>; info: { lines: number } }[] = parse(
    await Bun.file(file).text(),
    { bom: true, columns: true, info: true, skip_empty_lines: true },
  );
  const rows = parsed.map(({ record, info }) => ({
    key: record[KEY_COLUMN] ?? "",
    line: info.lines,
    data: dataOf(record, info.lines),
  }));
  const lines = new Map<string, number>();
  for (const { key, line } of rows) {
    if (key === "") throw new Error(`line ${line}: ${KEY_COLUMN} is empty; each row needs a value`);
    const before = lines.get(key);
    if (before !== undefined) {
      throw new Error(
        `lines ${before} and ${line}: ${KEY_COLUMN} must be unique, but both have ${key}`,
      );
    }
    lines.set(key, line);
  }
  return rows;
}

function dataOf(record: Record<string, string>, line: number): Person {
  try {
    return toData(record);
  } catch (error) {
    throw new Error(`line ${line}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
