/** The part of Cloudflare's `SqlStorage` that this file uses. */
export interface Sql {
  /** Runs statements. */
  exec(query: string, ...values: (string | number)[]): Iterable<Record<string, unknown>>;
}

/** Snapshots of tenants in a table. */
export interface TenantTable {
  /** Returns the ID and the snapshot of each tenant. */
  read(): [id: string, snapshot: object][];
  /** Replaces all of them. */
  write(tenants: readonly (readonly [id: string, snapshot: object])[]): void;
}

/** A row holds 2 MB, and a character takes up to four bytes. */
const LARGEST_PART = 500_000;

/** Creates the table, unless it exists. A snapshot takes several rows if it is large. */
export function createTenantTable(sql: Sql): TenantTable {
  sql.exec(
    "CREATE TABLE IF NOT EXISTS tenants (id TEXT, part INTEGER, text TEXT, PRIMARY KEY (id, part))",
  );
  return {
    read() {
      const texts = new Map<string, string>();
      for (const { id, text } of sql.exec("SELECT id, text FROM tenants ORDER BY rowid")) {
        texts.set(String(id), (texts.get(String(id)) ?? "") + String(text));
      }
      return [...texts].map(([id, text]) => [id, JSON.parse(text)]);
    },
    write(tenants) {
      // Without an await in between, the runtime stores all statements or none.
      sql.exec("DELETE FROM tenants");
      for (const [id, snapshot] of tenants) {
        for (const [part, text] of partsOf(JSON.stringify(snapshot)).entries()) {
          sql.exec("INSERT INTO tenants (id, part, text) VALUES (?, ?, ?)", id, part, text);
        }
      }
    },
  };
}

function partsOf(text: string): string[] {
  const parts: string[] = [];
  for (let from = 0, to = 0; from < text.length; from = to) {
    to = from + LARGEST_PART;
    // A character of two code units would be lost if it were cut in the middle.
    if (isFirstOfTwo(text.charCodeAt(to - 1))) to -= 1;
    parts.push(text.slice(from, to));
  }
  return parts;
}

function isFirstOfTwo(codeUnit: number): boolean {
  return codeUnit >= 0xd800 && codeUnit < 0xdc00;
}
