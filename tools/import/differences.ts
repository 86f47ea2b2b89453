import type { JsonObject, JsonValue, KinabaseRecord } from "../../mod.ts";
import type { ImportRow } from "./import-row.ts";
import type { RefusedRow } from "./refused-row.ts";

const LONGEST_VALUE = 60;

/**
 * Compares rows with their records. Fields that a row does not have are not compared.
 *
 * @param rows The rows that were written. Their values are kept in memory.
 * @returns The rows that differ, in order, with the first field that does.
 */
export async function differences(
  rows: AsyncIterable<ImportRow>,
  records: AsyncIterable<[key: string, record: KinabaseRecord]>,
): Promise<RefusedRow[]> {
  const wanted = new Map<string, { row: number; data: JsonObject }>();
  for await (const { row, key, data } of rows) {
    if (key !== undefined) wanted.set(key, { row, data });
  }
  const found: RefusedRow[] = [];
  for await (const [key, record] of records) {
    const expected = wanted.get(key);
    if (expected === undefined) continue;
    wanted.delete(key);
    const field = Object.keys(expected.data)
      .find((name) => !holds(expected.data[name], record.data[name]));
    if (field === undefined) continue;
    const [sent, is] = [expected.data[field], record.data[field]].map(shown);
    found.push({
      row: expected.row,
      reason: `field ${JSON.stringify(field)}: sent ${sent}, but the record has ${is}`,
    });
  }
  for (const { row } of wanted.values()) {
    found.push({ row, reason: "there is no record with its key" });
  }
  return found.sort((a, b) => a.row - b.row);
}

/** Whether a record has a value that was sent. A missing field is `null`. An object may have more properties. */
export function holds(sent: JsonValue | undefined, is: JsonValue | undefined): boolean {
  if (typeof sent !== "object" || sent === null) return (sent ?? null) === (is ?? null);
  if (typeof is !== "object" || is === null) return false;
  if (Array.isArray(sent) || Array.isArray(is)) {
    return Array.isArray(sent) && Array.isArray(is) && sent.length === is.length &&
      sent.every((item, index) => holds(item, is[index]));
  }
  return Object.entries(sent).every(([name, value]) => holds(value, is[name]));
}

function shown(value: JsonValue | undefined): string {
  const text = value === undefined ? "no value" : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
