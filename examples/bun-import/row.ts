// Edit this file: it defines the collection, the columns of the CSV, and their fields.

/** The collection's ID or slug. */
export const COLLECTION = "people";

/** The service name of the external link that stores a row's key in its record. */
export const SERVICE = "csv-import";

/** The column that identifies a row. Its values must be unique and must not change. */
export const KEY_COLUMN = "email";

/** A record's `data`. The names are the API's field names: camelCase and case-sensitive. */
export interface Person {
  fullName: string;
  email: string;
  hourlyRate: number | null;
  startedOn: string | null;
}

/**
 * Converts a row to a record's `data`. The value of every column is a string.
 *
 * @throws {Error} If a value is invalid. The import then does not start.
 */
export function toData(row: Record<string, string>): Person {
  const { fullName = "", email = "", hourlyRate = "", startedOn = "" } = row;
  return {
    fullName,
    email,
    hourlyRate: numberIn("hourlyRate", hourlyRate),
    startedOn: startedOn === "" ? null : startedOn,
  };
}

function numberIn(column: string, text: string): number | null {
  if (text.trim() === "") return null;
  const value = Number(text);
  // JSON has no NaN. It would be sent as null, without an error.
  if (Number.isFinite(value)) return value;
  throw new Error(`${column}: expected a number, got ${JSON.stringify(text)}`);
}
