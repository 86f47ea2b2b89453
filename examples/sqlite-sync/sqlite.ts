import { DatabaseSync } from "node:sqlite";
import type { Query } from "./database.ts";

/** A file of SQLite. */
export interface SqliteFile {
  /** Runs a statement. */
  query: Query;
  /** Closes the file. */
  close(): void;
}

/** Opens a file of SQLite, or creates it. */
export function openSqlite(file: string): SqliteFile {
  const database = new DatabaseSync(file);
  return {
    query: async (sql, ...values) => database.prepare(sql).all(...values),
    close: () => database.close(),
  };
}
