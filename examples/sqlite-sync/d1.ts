import type { Query } from "./database.ts";

/** The methods of a D1 database that the sync uses. */
export interface D1 {
  prepare(sql: string): {
    bind(...values: (string | number)[]): { all(): Promise<{ results: unknown[] }> };
  };
}

/** Runs statements in D1. */
export function d1Query(database: D1): Query {
  return async (sql, ...values) => (await database.prepare(sql).bind(...values).all()).results;
}
