import type { KinabaseRecord } from "@kinakit/kinabase";
import type { Copy } from "./sync.ts";

/** What the sync needs of SQLite or D1: run one statement, and return its rows. */
export type Query = (sql: string, ...values: (string | number)[]) => Promise<unknown[]>;

// A text in D1 has at most 2 MB. A character may take three bytes.
const LONGEST_TEXT = 600_000;

/**
 * Opens the copy of a collection in a database, and creates the tables if they are missing:
 *
 * - `records` has the records as JSON: `SELECT record ->> '$.data.name' FROM records`.
 * - `syncs` has the watermark of each collection.
 */
export async function openCopy(query: Query, collection: string): Promise<Copy> {
  await query(`CREATE TABLE IF NOT EXISTS records (
    collection TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (collection, id)
  )`);
  await query(`CREATE TABLE IF NOT EXISTS syncs (
    collection TEXT NOT NULL PRIMARY KEY, watermark INTEGER NOT NULL
  )`);

  async function save(records: readonly KinabaseRecord[]): Promise<void> {
    const text = JSON.stringify(records);
    if (text.length > LONGEST_TEXT && records.length > 1) {
      const half = Math.ceil(records.length / 2);
      await save(records.slice(0, half));
      await save(records.slice(half));
      return;
    }
    // One statement for all records, because D1 limits the number of statements and of their values.
    await query(
      `INSERT INTO records (collection, id, record)
       SELECT ?, value ->> 'id', value FROM json_each(?) WHERE true
       ON CONFLICT (collection, id) DO UPDATE SET record = excluded.record`,
      collection,
      text,
    );
  }

  return {
    save,
    async remove(id) {
      await query("DELETE FROM records WHERE collection = ? AND id = ?", collection, id);
    },
    async ids() {
      const rows = await query("SELECT id FROM records WHERE collection = ?", collection);
      return rows.map((row) => String(valueIn(row, "id")));
    },
    async watermark() {
      const [row] = await query("SELECT watermark FROM syncs WHERE collection = ?", collection);
      return row === undefined ? undefined : Number(valueIn(row, "watermark"));
    },
    async setWatermark(time) {
      await query(
        `INSERT INTO syncs (collection, watermark) VALUES (?, ?)
         ON CONFLICT (collection) DO UPDATE SET watermark = excluded.watermark`,
        collection,
        time,
      );
    },
  };
}

function valueIn(row: unknown, column: string): unknown {
  return typeof row === "object" && row !== null ? Reflect.get(row, column) : undefined;
}
