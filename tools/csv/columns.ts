/** The columns that are not fields. */
export const OWN_COLUMNS = {
  /** The record's ID. */
  id: "$id",
  /** The record's number. */
  numericId: "$numericId",
  /** The record's links to other services, as JSON. */
  external: "$external",
  /** In a file of refused rows: the row in the file that was imported. */
  row: "$row",
  /** In a file of refused rows: why the row was refused. */
  reason: "$reason",
} as const;

const FIELD_PREFIX = "$field:";

/** The column of a field: its name. A name that is empty or begins with `$` gets the prefix `$field:`. */
export function columnOf(field: string): string {
  return field === "" || field.startsWith("$") ? `${FIELD_PREFIX}${field}` : field;
}

/** The field of a column; `undefined` if the column is not a field. */
export function fieldOf(column: string): string | undefined {
  if (column.startsWith(FIELD_PREFIX)) return column.slice(FIELD_PREFIX.length);
  return column === "" || column.startsWith("$") ? undefined : column;
}
