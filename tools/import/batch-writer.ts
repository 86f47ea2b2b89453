import {
  AuthenticationError,
  type BulkReport,
  type BulkWriteOptions,
  type Clock,
  type Collection,
  InvalidRecordError,
  KinabaseError,
  NotFoundError,
  RateLimitError,
} from "../../mod.ts";
import { holds } from "./differences.ts";
import type { ExistingRecord } from "./existing-records.ts";
import type { WaitingRow } from "./import-row.ts";
import type { JournalEntry } from "./journal.ts";
import { refusalReason } from "./refusal-reason.ts";
import { rangesOfRows } from "./row-ranges.ts";
import { RowsRefusedError } from "./rows-refused-error.ts";
import { changeOf, newRecord } from "./sent-record.ts";

/** What is done with rows. */
export type WriteOperation = "create" | "update";

/** Writes batches of rows, and finds out what became of each row. */
export interface BatchWriter {
  /**
   * Writes rows.
   *
   * @throws Why no further rows can be written.
   */
  write(operation: WriteOperation, rows: readonly WaitingRow[]): Promise<void>;
  /**
   * Looks whether the rows exist that became new records according to a response that does not list them.
   *
   * @returns Whether a row with this number does not exist. Pass these rows to `writeAgain`.
   */
  verify(): Promise<(row: number) => boolean>;
  /** Writes a row again that was not there, and refuses it if it still is not. */
  writeAgain(row: WaitingRow): Promise<void>;
}

/** What a writer needs. */
export interface BatchWriterOptions {
  service: string | undefined;
  only: "create" | "update" | undefined;
  signal: AbortSignal | undefined;
  /** How long the service may go on with a request whose response was lost, in milliseconds. */
  settleTime: number;
  clock: Clock;
  /** Records a step before the next request. */
  note(entry: JournalEntry): Promise<void>;
  /** Called with the numbers of rows that were written. */
  written(operation: WriteOperation, rows: readonly number[]): void;
  /** About how many records are linked to the service. */
  linked(): number;
  /** Lists the records that are linked to the service, by their key. */
  listLinked(): Promise<ReadonlyMap<string, ExistingRecord>>;
}

const PAGE_SIZE = 300;
/** After this many failures without a success in between, the import stops. */
const MOST_FAILURES = 5;
/** When so many rows in a row are refused, something is wrong with all of them. */
const MOST_REFUSED = 100;
const RATE_LIMIT_MS = 60_000;

/** Creates the writer of one import. */
export function createBatchWriter(
  collection: Collection,
  { service, only, signal, settleTime, clock, note, written, linked, listLinked }:
    BatchWriterOptions,
): BatchWriter {
  let failures = 0;
  /** The reasons of the rows that were refused since the last one that was written. */
  let reasons: string[] = [];
  // Rows that were added according to a response without them, and their keys.
  const unlisted = new Map<number, string>();

  async function write(operation: WriteOperation, rows: readonly WaitingRow[]): Promise<void> {
    if (rows.length === 0) return;
    signal?.throwIfAborted();
    const ranges = rangesOfRows(rows.map(({ row }) => row));
    await note(operation === "create" ? { creating: ranges } : { updating: ranges });
    const { report, listed } = await send(operation, rows);
    const rowsOf = (parts: readonly { from: number; to?: number | undefined }[]) =>
      parts.flatMap(({ from, to }) => rows.slice(from, to));
    const done = rowsOf(report.done);
    if (operation === "update" || service === undefined) await confirm(operation, done);
    else {
      await confirm(operation, done.filter((row) => listed.has(row)));
      for (const row of done) if (!listed.has(row)) unlisted.set(row.row, row.key ?? "");
    }
    const unsent = rowsOf(report.unsent);
    if (unsent.length > 0) await release(unsent);
    for (const part of report.failed) {
      await refuse(operation, rows.slice(part.from, part.to), part.error);
    }
    const unknown = rowsOf(report.unknown);
    if ("cause" in report) await recover(operation, report.cause);
    const [first] = report.unknown;
    if (first !== undefined) await resolve(operation, unknown, first.error, "cause" in report);
    await write(operation, unsent);
  }

  /** Sends rows. Returns those whose records are in the response, too. */
  async function send(
    operation: WriteOperation,
    rows: readonly WaitingRow[],
  ): Promise<{ report: BulkReport; listed: ReadonlySet<WaitingRow> }> {
    const listed = new Set<WaitingRow>();
    const options: BulkWriteOptions = {
      throwOnFailure: false,
      batchSize: rows.length,
      onBatch({ from, to, records }) {
        if (records !== undefined) { for (const row of rows.slice(from, to)) listed.add(row); }
      },
    };
    // A signal stops the import between two requests, so that no row's result is lost.
    if (operation === "create") {
      const records = rows.map((row) => newRecord(row, service));
      return { report: await collection.bulk.create(records, options), listed };
    }
    const changes = rows.flatMap((row) => row.existing ? [changeOf(row, row.existing)] : []);
    return { report: await collection.bulk.update(changes, options), listed };
  }

  async function confirm(operation: WriteOperation, rows: readonly WaitingRow[]): Promise<void> {
    await confirmNumbers(operation, rows.map(({ row }) => row));
  }

  async function confirmNumbers(
    operation: WriteOperation,
    rows: readonly number[],
  ): Promise<void> {
    if (rows.length === 0) return;
    failures = 0;
    reasons = [];
    written(operation, rows);
    await note({ done: rangesOfRows(rows) });
  }

  /** Notes that rows were not written. */
  async function release(rows: readonly WaitingRow[]): Promise<void> {
    await note({ unsent: rangesOfRows(rows.map(({ row }) => row)) });
  }

  /** Decides whether the import can go on after an error that affects every batch. Waits if necessary. */
  async function recover(operation: WriteOperation, cause: unknown): Promise<void> {
    signal?.throwIfAborted();
    // One of the records was deleted.
    if (operation === "update" && cause instanceof NotFoundError) return;
    const isFinal = !(cause instanceof KinabaseError) || cause instanceof AuthenticationError ||
      cause instanceof NotFoundError;
    failures += 1;
    if (isFinal || failures > MOST_FAILURES) throw cause;
    if (cause instanceof RateLimitError) {
      await clock.sleep(cause.retryAfter ?? RATE_LIMIT_MS, signal);
      return;
    }
    // A request that is safe to repeat shows whether the service responds again.
    await collection.page({ pageSize: 1, signal });
  }

  /** Finds the row that was refused: a service may refuse a whole batch because of one row (A). */
  async function refuse(
    operation: WriteOperation,
    rows: readonly WaitingRow[],
    error: KinabaseError,
  ): Promise<void> {
    const [row] = rows;
    if (row === undefined) return;
    // It was not written, also if the import is stopped before the reason is known.
    await release(rows);
    if (rows.length > 1) return await writeHalves(operation, rows);
    if (operation === "create" && !(error instanceof InvalidRecordError)) {
      // Another program may have added the record since the import looked.
      const [found] = await linkedRecords([row]);
      if (found !== undefined) {
        if (only !== "create") return await write("update", [found]);
        return await refused(row, `a record is already linked to ${service} ${row.key}`, error);
      }
    }
    await refused(row, refusalReason(error), error);
  }

  async function refused(row: WaitingRow, reason: string, error: Error): Promise<void> {
    await note({ refused: [{ row: row.row, reason }] });
    reasons.push(reason);
    if (reasons.length >= MOST_REFUSED) throw new RowsRefusedError(reasons, error);
  }

  async function writeHalves(
    operation: WriteOperation,
    rows: readonly WaitingRow[],
  ): Promise<void> {
    const middle = Math.ceil(rows.length / 2);
    await write(operation, rows.slice(0, middle));
    await write(operation, rows.slice(middle));
  }

  /**
   * Finds out what became of rows that were sent but not confirmed.
   *
   * @param lost Whether their response was lost. Otherwise it does not confirm them.
   */
  async function resolve(
    operation: WriteOperation,
    rows: readonly WaitingRow[],
    error: KinabaseError,
    lost: boolean,
  ): Promise<void> {
    if (operation === "update") {
      if (!lost && rows.length === 1) return await confirmUpdate(rows, error);
      // Writing the same values twice changes nothing.
      await release(rows);
      return await (lost ? write(operation, rows) : writeHalves(operation, rows));
    }
    // Without a key, nobody can tell whether they were written.
    if (service === undefined) return;
    if (lost) await clock.sleep(settleTime, signal);
    const found = new Set((await linkedRecords(rows)).map(({ row }) => row));
    await confirm(operation, rows.filter(({ row }) => found.has(row)));
    const absent = rows.filter(({ row }) => !found.has(row));
    if (absent.length === 0) return;
    const [row] = absent;
    if (!lost && rows.length === 1 && row !== undefined) {
      return await refused(row, refusalReason(error), error);
    }
    await release(absent);
    await (lost ? write(operation, absent) : writeHalves(operation, absent));
  }

  /** Compares a record with what was sent, because the response did not confirm it. */
  async function confirmUpdate(rows: readonly WaitingRow[], error: KinabaseError): Promise<void> {
    for (const row of rows) {
      if (row.existing === undefined) continue;
      const { data } = await collection.get(row.existing.id, { signal });
      if (holds(row.data, data)) await confirm("update", [row]);
      else await refused(row, refusalReason(error), error);
    }
  }

  /** The rows whose key is linked to a record, with the record. */
  async function linkedRecords(rows: readonly WaitingRow[]): Promise<WaitingRow[]> {
    if (service === undefined) return [];
    const withRecord = (row: WaitingRow, existing: ExistingRecord | undefined) =>
      existing === undefined ? [] : [{ ...row, existing }];
    if (linked() / PAGE_SIZE + 1 < rows.length) {
      const all = await listLinked();
      return rows.flatMap((row) => withRecord(row, all.get(row.key ?? "")));
    }
    const found: WaitingRow[] = [];
    for (const row of rows) found.push(...withRecord(row, await lookUp(row.key ?? "", service)));
    return found;
  }

  async function lookUp(key: string, of: string): Promise<ExistingRecord | undefined> {
    try {
      const { id, external } = await collection.external(of).get(key, { signal });
      return { id, external: external ?? [] };
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  async function verify(): Promise<(row: number) => boolean> {
    if (unlisted.size === 0 || service === undefined) return () => false;
    const found = await listLinked();
    const there = [...unlisted].filter(([, key]) => found.has(key)).map(([row]) => row);
    await confirmNumbers("create", there);
    for (const row of there) unlisted.delete(row);
    const missing = new Set(unlisted.keys());
    unlisted.clear();
    return (row) => missing.has(row);
  }

  async function writeAgain(row: WaitingRow): Promise<void> {
    await release([row]);
    await write("create", [row]);
    if (!unlisted.delete(row.row)) return;
    const found = await linkedRecords([row]);
    if (found.length > 0) return await confirm("create", [row]);
    await refused(row, NOT_THERE, new Error(`row ${row.row}: ${NOT_THERE}`));
  }

  return { write, verify, writeAgain };
}

const NOT_THERE = "the service reported success, but there is no record with this key";
