// What is yours: the collection, the CSV's columns, and the fields they go to.

/** The collection's ID or slug. */
export const COLLECTION = "people";

/** The name under which a record keeps its row's key, as a link to another service. */
export const SERVICE = "csv-import";

/** The column that names a row for good. No two rows have the same value in it. */
export const KEY_COLUMN = "email";

/** What a record's `data` holds. Names are those of the API: camelCase and case-sensitive. */
export interface Person {
  fullName: string;
  email: string;
  age: number | null;
  born: string | null;
}

/**
 * Turns a row into a record's `data`. All columns are texts.
 *
 * @throws {Error} When a value cannot be read. The import is not begun then.
 */
export function toData(row: Record<string, string>): Person {
  const { fullName = "", email = "", age = "", born = "" } = row;
  return { fullName, email, age: numberIn("age", age), born: born === "" ? null : born };
}

function numberIn(column: string, text: string): number | null {
  if (text.trim() === "") return null;
  const value = Number(text);
  // JSON has no NaN: it would be sent as null, and nobody would be told.
  if (Number.isFinite(value)) return value;
  throw new Error(`${column}: expected a number, got ${JSON.stringify(text)}`);
}
