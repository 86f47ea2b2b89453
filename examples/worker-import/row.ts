/** One line of a file: what becomes a record, and what identifies it in the file's own system. */
export interface Row {
  /** The external ID. No two rows have the same. */
  key: string;
  /** The data of the record. */
  data: Record<string, string | number | boolean | null>;
}

/** What a line must be. */
export const ROW_FORM = '{"key": "…", "data": {…}}';

/** Reads a line of JSON. Returns `undefined` if it is not a row. */
export function rowOf(line: string): Row | undefined {
  try {
    const row: unknown = JSON.parse(line);
    return isRow(row) ? row : undefined;
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is Row {
  return isObject(value) && "key" in value && typeof value.key === "string" && value.key !== "" &&
    "data" in value && isObject(value.data);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
