import { BadRequestError, type Client, type Clock } from "../../mod.ts";
import { kindOfValue } from "../records/kind-of-value.ts";
import { createBatchWriter, type WriteOperation } from "./batch-writer.ts";
import { differences } from "./differences.ts";
import { type ExistingRecord, existingRecords, keyedRecords } from "./existing-records.ts";
import type { ImportRow, WaitingRow } from "./import-row.ts";
import {
  applyEntry,
  fatesOf,
  type ImportJournal,
  type JournalEntry,
  type RowFate,
} from "./journal.ts";
import type { RefusedRow } from "./refused-row.ts";
import type { RowIdentity } from "./row-identity.ts";
import { countRows, rangesOfRows, type RowRange } from "./row-ranges.ts";
import { surveyRows } from "./survey.ts";
import { createUnseenFields } from "./unseen-fields.ts";

/** The options of {@linkcode importRecords}. */
export interface ImportOptions {
  /** Stops the import. A request that writes is completed first, so that its result is known. */
  signal?: AbortSignal | undefined;
  /**
   * The service whose IDs are the rows' keys. Rows whose key is already linked to a record update it. Default:
   * none, and each row becomes a new record.
   */
  service?: string | undefined;
  /**
   * Whether the rows change existing records: a row's key is the ID of its record. A row whose record does not exist
   * is refused. Not with `service`. Default `false`.
   */
  byId?: boolean | undefined;
  /** Refuse rows whose record exists (`"create"`), or does not exist (`"update"`). Default: neither. */
  only?: "create" | "update" | undefined;
  /** Whether to write nothing and only report what would be done. Default `false`. */
  dryRun?: boolean | undefined;
  /**
   * Whether to read the records at the end and compare them with the rows, because a service may report success and
   * leave out a change (A). Needs `service` or `byId`. Default `false`.
   */
  verify?: boolean | undefined;
  /** Records the steps, and knows those of earlier runs. Default: nothing is recorded. */
  journal?: ImportJournal | undefined;
  /** The number of rows in a request: 1 to 300. Default 300. */
  batchSize?: number | undefined;
  /** Called with each row that is refused in this run, as soon as that is known. */
  onRefused?: ((refused: RefusedRow) => void) | undefined;
  /** Called after each request with the progress. */
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  /**
   * How long the service may go on with a request whose response was lost, in milliseconds. Only then the import
   * looks whether the rows of the request were written. Default 10,000 (A).
   */
  settleTime?: number | undefined;
  /** The clock for waits. Default: that of the client. */
  clock?: Clock | undefined;
}

/** How far an import is. */
export interface ImportProgress {
  /** How many rows have a result, with those of earlier runs. */
  done: number;
  /** How many rows there are. */
  total: number;
}

/** The result of an import. With `dryRun`, what the result would be. */
export interface ImportReport {
  /** How many rows there are. */
  total: number;
  /** The rows that became new records in this run. */
  created: RowRange[];
  /** The rows that changed a record in this run. */
  updated: RowRange[];
  /** The rows that were refused, in this and earlier runs. */
  refused: RefusedRow[];
  /**
   * With `verify`: the rows that were written, but whose records have other values now. Empty if the import stopped
   * early, because then nothing was compared.
   */
  different: RefusedRow[];
  /**
   * With `dryRun`: fields of rows that none of the collection's first 300 records has. If the collection does not have
   * such a field, the service refuses the rows (D). Empty if the records have no fields.
   */
  unseenFields: string[];
  /** The rows that were sent without a confirmation: they may have been written. They are not sent again. */
  unknown: RowRange[];
  /** How many rows earlier runs have written. */
  earlier: number;
  /** How many rows have no result yet, because the import stopped early. */
  open: number;
  /** Why the import stopped early: an error such as {@linkcode RowsRefusedError}, or the signal's reason. */
  cause?: unknown;
}

const LARGEST_BATCH = 300;
/** So many records show which fields a collection has. */
const SAMPLE = 300;
const SETTLE_MS = 10_000;

/**
 * Writes rows as records, in batches. A row that is refused does not affect the others.
 *
 * With `service`, a row whose key is already linked to a record updates it. With `byId`, each row updates the record
 * with its ID. With one of them, no row is lost or written twice, however often the import is interrupted and
 * continued with its journal. Without, the rows of a request whose response was lost are reported as unknown.
 *
 * @param collection The collection's slug or ID.
 * @param rows Returns the rows from the start. It is called more than once, and must give the same rows.
 * @returns The result of every row, also when the import stopped early.
 * @throws {TypeError} When an option is wrong.
 *
 * @example
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 * import { importRecords } from "@kinakit/kinabase/tools";
 *
 * declare const appId: string, appSecret: string;
 * const client = createClient({ appId, appSecret, rateLimit: 90 });
 * const customers = [{ number: "4711", name: "Ada" }];
 * async function* rows() {
 *   for (const [row, data] of customers.entries()) yield { row, data, key: data.number };
 * }
 * const { refused } = await importRecords(client, "people", rows, { service: "crm" });
 * for (const { row, reason } of refused) console.error(row, reason);
 * ```
 */
export async function importRecords(
  client: Client,
  collection: string,
  rows: () => AsyncIterable<ImportRow>,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const { service, byId, only, verify, dryRun = false, batchSize = LARGEST_BATCH } = options;
  const { signal, settleTime = SETTLE_MS, clock = client.clock } = options;
  const journal = dryRun ? undefined : options.journal;
  if (only !== undefined && only !== "create" && only !== "update") {
    throw new TypeError(`only: expected "create" or "update", got ${String(only)}`);
  }
  if (byId && (service !== undefined || only === "create")) {
    throw new TypeError(
      'byId: expected neither service nor only: "create", because rows change records',
    );
  }
  if (typeof rows !== "function") {
    throw new TypeError(
      `rows: expected a function that returns the rows from the start, got ${kindOfValue(rows)}`,
    );
  }
  const identity: RowIdentity = byId ? "id" : service === undefined ? undefined : { service };
  if (only === "update" && identity === undefined) {
    throw new TypeError('only: "update" needs service or byId, to find the records');
  }
  if (verify && identity === undefined) {
    throw new TypeError("verify needs service or byId, to find the records");
  }
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > LARGEST_BATCH) {
    throw new TypeError(`batchSize: expected an integer from 1 to 300, got ${batchSize}`);
  }

  const earlier = fatesOf(journal?.entries ?? []);
  const fates = new Map(earlier);
  const created: number[] = [];
  const updated: number[] = [];
  const records = client.collection(collection);
  const listed = () => keyedRecords(client, collection, identity, { signal });
  const survey = await surveyRows(rows(), byId ? "ID" : identity && "key");
  const { total } = survey;
  let existing: ReadonlyMap<string, ExistingRecord> = new Map();
  let cause: { error: unknown } | undefined;

  async function note(entry: JournalEntry): Promise<void> {
    await journal?.append(entry);
    applyEntry(fates, entry);
    if ("refused" in entry) { for (const row of entry.refused) options.onRefused?.(row); }
  }
  const progress = () => options.onProgress?.({ done: fates.size, total });

  const writer = createBatchWriter(records, {
    service,
    only,
    signal,
    settleTime,
    clock,
    note: async (entry) => {
      await note(entry);
      progress();
    },
    linked: () => existing.size + created.length,
    listLinked: () => existingRecords(listed()),
    written: (operation, rowsWritten) => {
      for (const row of rowsWritten) (operation === "create" ? created : updated).push(row);
    },
  });
  const waiting: Record<WriteOperation, WaitingRow[]> = { create: [], update: [] };
  /** The row of each record that a row changes, by the record's ID. */
  const owners = new Map<string, number>();

  const refusals: RefusedRow[] = [];
  let different: RefusedRow[] = [];
  let unseen = createUnseenFields([]);

  async function flush(operation: WriteOperation): Promise<void> {
    const batch = waiting[operation];
    if (batch.length === 0) return;
    waiting[operation] = [];
    if (!dryRun) return await writer.write(operation, batch);
    for (const { row, data } of batch) {
      (operation === "create" ? created : updated).push(row);
      unseen.add(data);
    }
    await note({ done: rangesOfRows(batch.map(({ row }) => row)) });
  }

  async function refuse({ row }: ImportRow, reason: string): Promise<void> {
    refusals.push({ row, reason });
    if (refusals.length >= batchSize) await flushRefusals();
  }

  async function flushRefusals(): Promise<void> {
    if (refusals.length > 0) await note({ refused: refusals.splice(0) });
  }

  /** The first row that changes a record. */
  function ownerOf(record: ExistingRecord | undefined, { row }: ImportRow): number {
    const owner = record === undefined ? row : owners.get(record.id) ?? row;
    if (record !== undefined) owners.set(record.id, owner);
    return owner;
  }

  async function take(row: ImportRow): Promise<void> {
    const fate = fates.get(row.row);
    const found = row.key === undefined ? undefined : existing.get(row.key);
    if (fate?.status === "refused") return;
    if (fate?.status === "done") return void ownerOf(found, row);
    const isOpen = fate?.status === "creating" || fate?.status === "updating";
    // Without a key, nobody can tell whether it was written.
    if (isOpen && identity === undefined) return;
    const problem = row.problem ?? survey.problems.get(row.row);
    if (problem !== undefined) return await refuse(row, problem);
    if (found !== undefined && fate?.status === "creating") {
      return await note({ done: [[row.row, row.row]] });
    }
    if (found !== undefined && only === "create") {
      return await refuse(row, `a record is already linked to ${service} ${row.key}: ${found.id}`);
    }
    if (found === undefined && byId) return await refuse(row, `there is no record ${row.key}`);
    if (found === undefined && only === "update") {
      return await refuse(row, `no record is linked to ${service} ${row.key}`);
    }
    const owner = ownerOf(found, row);
    if (found !== undefined && owner !== row.row) {
      return await refuse(row, `row ${owner} changes the same record: ${found.id}`);
    }
    const operation = found === undefined ? "create" : "update";
    waiting[operation].push({ ...row, existing: found });
    if (waiting[operation].length >= batchSize) await flush(operation);
  }

  try {
    if (identity !== undefined && [...earlier.values()].some(isInFlight)) {
      // The last request of an earlier run may still be in progress.
      await clock.sleep(settleTime, signal);
    }
    if (dryRun) {
      const sample = await records.page({ pageSize: SAMPLE, signal }).catch((error) => {
        // Where pages have fewer records, a smaller sample is enough.
        if (error instanceof BadRequestError) return records.page({ signal });
        throw error;
      });
      unseen = createUnseenFields(sample.records);
    } else if (identity === undefined) await records.page({ pageSize: 1, signal });
    if (identity !== undefined) existing = await existingRecords(listed());
    let count = 0;
    for await (const row of rows()) {
      signal?.throwIfAborted();
      count += 1;
      await take(row);
    }
    if (count !== total) {
      throw new TypeError(
        `rows: expected a function that returns the same rows each time, got ${total} rows and then ${count}`,
      );
    }
    await flush("create");
    await flush("update");
    await flushRefusals();
    const isMissing = await writer.verify();
    for await (const row of rows()) if (isMissing(row.row)) await writer.writeAgain(row);
    if (verify && !dryRun) different = await differences(writtenRows(rows(), fates), listed());
    if (!dryRun) await journal?.append({ ended: true });
  } catch (error) {
    cause = { error };
  }

  const refused: RefusedRow[] = [];
  const unknown: number[] = [];
  const own = new Set([...created, ...updated]);
  let before = 0;
  for (const [row, fate] of [...fates].sort(([a], [b]) => a - b)) {
    if (fate.status === "refused") refused.push({ row, reason: fate.reason });
    // Also a row in flight at the end of an earlier run, of which this run has found the record.
    else if (fate.status === "done") before += own.has(row) ? 0 : 1;
    // With a key, continuing finds out.
    else if (identity === undefined) unknown.push(row);
  }
  const result = {
    total,
    created: rangesOfRows(created.sort((a, b) => a - b)),
    updated: rangesOfRows(updated.sort((a, b) => a - b)),
    refused,
    different,
    unseenFields: unseen.names(),
    unknown: rangesOfRows(unknown),
    earlier: before,
  };
  const settled = [...fates.values()].filter((fate) => !isInFlight(fate)).length;
  const open = total - settled - countRows(result.unknown);
  return { ...result, open, ...(cause === undefined ? {} : { cause: cause.error }) };
}

async function* writtenRows(
  rows: AsyncIterable<ImportRow>,
  fates: ReadonlyMap<number, RowFate>,
): AsyncGenerator<ImportRow, void, undefined> {
  for await (const row of rows) if (fates.get(row.row)?.status === "done") yield row;
}

function isInFlight({ status }: { status: string }): boolean {
  return status === "creating" || status === "updating";
}
