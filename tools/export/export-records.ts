import type { CallOptions, Client, Instant, KinabaseRecord } from "../../mod.ts";
import { cellOf } from "../csv/cell.ts";
import { columnOf, OWN_COLUMNS } from "../csv/columns.ts";
import { csvOf } from "../csv/csv-text.ts";
import { allRecords } from "../records/all-records.ts";

/** The formats of an export. */
export type ExportFormat =
  /** JSON Lines: each line is a record as the service returns it. */
  | "jsonl"
  /** CSV: a column for each field, and `$id`, `$numericId` and `$external`. */
  | "csv"
  /** One JSON array. */
  | "json";

/** The options of {@linkcode exportRecords}. */
export interface ExportOptions extends Pick<CallOptions, "signal"> {
  /** Default `"jsonl"`. */
  format?: ExportFormat | undefined;
  /** Only records updated after this time (D). */
  updatedAfter?: Instant | undefined;
  /** Called with the number of records so far, from time to time. */
  onProgress?: ((records: number) => void) | undefined;
}

/** How many records are written at once. */
const PORTION = 300;

/**
 * Reads all records of a collection and yields them as text, in constant memory. `importRecords` reads JSON Lines
 * and CSV back unchanged. For CSV, all records are read twice: first for the columns.
 *
 * It is not a snapshot: records that change during the export may be exported before or after the change.
 *
 * @param collection The collection's slug or ID.
 * @throws {TypeError} When an option is wrong.
 * @throws {KinabaseError} When a request fails.
 * @throws {Error} When a record got a new field while a CSV was written.
 *
 * @example
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 * import { exportRecords } from "@kinakit/kinabase/tools";
 *
 * declare const appId: string, appSecret: string;
 * const client = createClient({ appId, appSecret });
 * let csv = "";
 * for await (const chunk of exportRecords(client, "people", { format: "csv" })) csv += chunk;
 * ```
 */
export async function* exportRecords(
  client: Client,
  collection: string,
  options: ExportOptions = {},
): AsyncGenerator<string, void, undefined> {
  const { format = "jsonl", updatedAfter, signal, onProgress } = options;
  const read = () => allRecords(client, collection, { updatedAfter }, signal);
  let done = 0;
  async function* portions(): AsyncGenerator<KinabaseRecord[], void, undefined> {
    for await (const records of inPortions(read())) {
      yield records;
      done += records.length;
      onProgress?.(done);
    }
  }
  switch (format) {
    case "jsonl":
      for await (const records of portions()) {
        yield records.map((record) => `${JSON.stringify(record)}\n`).join("");
      }
      return;
    case "json": {
      let separator = "[\n";
      for await (const records of portions()) {
        yield separator + records.map((record) => JSON.stringify(record)).join(",\n");
        separator = ",\n";
      }
      yield separator === "[\n" ? "[]\n" : "\n]\n";
      return;
    }
    case "csv": {
      const fields = await fieldsOf(read());
      yield csvOf([headerOf(fields)]);
      for await (const records of portions()) {
        yield csvOf(records.map((record) => rowOf(record, fields)));
      }
      return;
    }
    default:
      throw new TypeError(`format: expected "jsonl", "csv" or "json", got ${String(format)}`);
  }
}

async function* inPortions<T>(items: AsyncIterable<T>): AsyncGenerator<T[], void, undefined> {
  let portion: T[] = [];
  for await (const item of items) {
    portion.push(item);
    if (portion.length < PORTION) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

async function fieldsOf(records: AsyncIterable<KinabaseRecord>): Promise<string[]> {
  const fields = new Set<string>();
  for await (const { data } of records) {
    for (const field of Object.keys(data)) fields.add(field);
  }
  return [...fields].sort();
}

function headerOf(fields: readonly string[]): string[] {
  const { id, numericId, external } = OWN_COLUMNS;
  return [id, numericId, ...fields.map(columnOf), external];
}

function rowOf({ id, numericId, data, external }: KinabaseRecord, fields: readonly string[]) {
  const values = new Map(Object.entries(data));
  const cells = fields.map((field) => {
    const cell = cellOf(values.get(field));
    values.delete(field);
    return cell;
  });
  const [added] = values.keys();
  if (added !== undefined) {
    throw new Error(
      `Record ${id} has a field that no record had before: ${JSON.stringify(added)}. ` +
        "Export again, or export JSON Lines.",
    );
  }
  const links = external === undefined ? "" : JSON.stringify(external);
  return [id, numericId === undefined ? "" : JSON.stringify(numericId), ...cells, links];
}
