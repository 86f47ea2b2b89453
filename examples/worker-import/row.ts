/** One line of a file: what becomes a record, and what identifies it in the file's own system. */
export interface Row {
  /** The external ID. No two rows have the same. */
  key: string;
  /** The data of the record. */
  data: Record<string, string | number | boolean | null>;
}

/** Reads a line of JSON. */
export function rowOf(line: string): Row {
  const row: unknown = JSON.parse(line);
  if (isRow(row)) return row;
  throw new Error(`expected {"key": "…", "data": {…}}, got ${line.slice(0, 100)}`);
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && "key" in value &&
    typeof value.key === "string" && "data" in value && typeof value.data === "object";
}
