import { PartialFailureError } from "../errors/partial-failure-error.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import { SchemaValidationError } from "../errors/schema-validation-error.ts";
import { createLedger, type Ledger, type Range } from "./ledger.ts";
import type { Fate } from "../http/exchange.ts";
import type { BulkProgress, BulkReport, FailedRange } from "./report.ts";
import type { CallOptions } from "../wire/types.ts";

/** What every bulk call takes. */
export interface BulkOptions extends CallOptions {
  /** How long one request may take, its retries included, in milliseconds: not the whole work. */
  timeout?: number | undefined;
  /** How many requests are under way at most. Default 1, so that records are written in order. */
  concurrency?: number | undefined;
  /** How many records one request holds at most. Default 300, the most that Kinabase takes (D). */
  batchSize?: number | undefined;
  /** Is told after each request how far the work has come, and awaited. What it throws ends the work. */
  onProgress?: ((progress: BulkProgress) => void | Promise<void>) | undefined;
  /**
   * Whether to throw a `PartialFailureError`, which holds the report, when not every record is done.
   * With `false` the report is returned. Default `true`.
   */
  throwOnFailure?: boolean | undefined;
}

/**
 * Records in any number: an array, a generator, a stream of rows. A batch's records are asked for just
 * before it is sent, and no more of them, so that a generator can keep a journal of what is on its way.
 */
export type RecordSource<T> = Iterable<T> | AsyncIterable<T>;

/** Records that travel in one request, with their indexes. */
export interface Batch<T> extends Range, Fate {
  /** The records. */
  items: T[];
}

/** How the records of one kind of bulk call are sent. */
export interface BatchWork<T> {
  /** What is done, as an error will name it: `bulk.create`. */
  name: string;
  /**
   * Checks one record before it is sent. A `SchemaValidationError` keeps back that record alone, anything else
   * ends the work.
   */
  prepare(item: T, index: number): Promise<void> | void;
  /** Sends a batch. */
  send(batch: Batch<T>): Promise<Sent | void>;
}

/** What is known of a batch that was answered. */
export interface Sent {
  /** What failed although the rest of the batch did not. */
  failed?: readonly FailedRange[] | undefined;
  /** What may have failed or not. */
  unknown?: readonly FailedRange[] | undefined;
  /** Tells the caller of the batch, once it is accounted for. */
  announce?: (() => void | Promise<void>) | undefined;
}

const LARGEST_BATCH = 300;

/**
 * Sends records in batches and gives the account of them.
 *
 * A batch that is refused for what is in it does not hold up the others. What says that they would
 * fare no better does: refused credentials, a used-up limit, a lost connection, an abort.
 *
 * @throws {TypeError} When an option is wrong.
 */
export async function sendInBatches<T>(
  work: BatchWork<T>,
  records: RecordSource<T>,
  options: BulkOptions,
): Promise<{ report: BulkReport; stopped: Stop | undefined }> {
  const { concurrency = 1, batchSize = LARGEST_BATCH, signal, onProgress } = options;
  expectCount("concurrency", concurrency);
  expectCount("batchSize", batchSize);
  expectRecords(work.name, records);
  const total = Array.isArray(records) ? { total: records.length } : {};
  const ledger = createLedger();
  const source = batchesOf(work, records, batchSize, ledger);
  const over = new AbortController();
  let stopped: Stop | undefined;
  let end = total.total;
  let reads = 0;

  function stop(cause: unknown): void {
    stopped ??= { cause };
    over.abort();
  }

  /** The next batch; nothing at the end, or once the work is over: a source may keep silent for ever. */
  async function nextBatch(): Promise<Batch<T> | undefined> {
    reads += 1;
    const next = source.next().finally(() => reads -= 1);
    const result = await unlessAborted(next, over.signal);
    if (!result?.done) return result?.value;
    end = result.value ?? end;
    return undefined;
  }

  async function takeBatches(): Promise<void> {
    while (!over.signal.aborted) {
      const batch = await nextBatch();
      // Another request may have stopped the work while this batch was read.
      if (batch === undefined || over.signal.aborted) return;
      await sendBatch(batch);
    }
  }

  async function sendBatch(batch: Batch<T>): Promise<void> {
    let sent: Sent | void = undefined;
    try {
      sent = await work.send(batch);
      ledger.answered(batch, sent?.failed, sent?.unknown);
    } catch (error) {
      if (!ledger.refused(batch, error, batch.unwritten)) stop(error);
    }
    await sent?.announce?.();
    await onProgress?.({ ...ledger.progress(), ...total });
  }

  const onAbort = () => stop(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  // What is thrown is the caller's own: from its records or its callbacks.
  await Promise.all(Array.from({ length: concurrency }, () => takeBatches().catch(stop)));
  signal?.removeEventListener("abort", onAbort);

  const closed = source.return(undefined).catch(() => {});
  // A source that is still being read is closed once it gives what it was asked for.
  if (reads === 0) await closed;
  ledger.close(end);
  return { report: ledger.report(), stopped };
}

/** Settles as the work does, or gives nothing as soon as the signal aborts. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = () => resolve(undefined);
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** What ended the work before its end. */
export interface Stop {
  /** What was thrown. */
  cause: unknown;
}

/**
 * Gives the report, or throws it.
 *
 * @throws {PartialFailureError} Unless every record is done, or the caller asked for the report.
 */
export function conclude<R extends BulkReport>(
  name: string,
  report: R,
  stopped: Stop | undefined,
  { throwOnFailure }: BulkOptions,
): R {
  const { done, failed, unknown, unsent } = report;
  const allDone = failed.length + unknown.length + unsent.length === 0 && stopped === undefined;
  if (allDone || throwOnFailure === false) {
    return stopped === undefined ? report : { ...report, cause: stopped.cause };
  }
  const reason = stopped?.cause ?? failed[0]?.error ?? unknown[0]?.error;
  const why = reason instanceof Error ? `: ${reason.message}` : "";
  const account = Object.entries({ done, failed, unknown, unsent })
    .map(([kind, ranges]) => `${count(ranges)} ${kind}`)
    .join(", ");
  throw new PartialFailureError(`${name} was not done in full (${account})${why}`, {
    report,
    cause: reason,
    status: reason instanceof KinabaseError ? reason.status : undefined,
    serverMessage: reason instanceof KinabaseError ? reason.serverMessage : undefined,
    requestId: reason instanceof KinabaseError ? reason.requestId : undefined,
    // What stopped the work comes first: nothing is to be sent again before that is mended.
    remedy: [reason instanceof KinabaseError ? reason.remedy : undefined, REPORT_REMEDY]
      .filter((remedy) => remedy !== undefined)
      .join(" "),
  });
}

const REPORT_REMEDY =
  "The error's report says of each record what became of it. Send unsent again, mend failed first, " +
  "and look whether unknown is there before sending it again.";

/** Batches of neighbors, as large as they may be. At its end it gives the number of records. */
async function* batchesOf<T>(
  work: BatchWork<T>,
  records: RecordSource<T>,
  batchSize: number,
  ledger: Ledger,
): AsyncGenerator<Batch<T>, number | undefined, undefined> {
  let items: T[] = [];
  let index = 0;
  const batch = (): Batch<T> => {
    const full = { from: index - items.length, to: index, items };
    items = [];
    return full;
  };
  for await (const item of records) {
    try {
      await work.prepare(item, index);
    } catch (error) {
      if (!(error instanceof SchemaValidationError)) throw error;
      if (items.length > 0) yield batch();
      ledger.failed({ from: index, to: index + 1, error });
      index += 1;
      continue;
    }
    items.push(item);
    index += 1;
    if (items.length === batchSize) yield batch();
  }
  if (items.length > 0) yield batch();
  return index;
}

function count(ranges: readonly { from: number; to?: number | undefined }[]): string {
  const known = ranges.reduce((sum, { from, to = from }) => sum + to - from, 0);
  const open = ranges.some(({ to }) => to === undefined);
  return open ? "the rest" : String(known);
}

function expectCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new TypeError(`${name}: expected 1, 2, 3, …, got ${String(value)}`);
}

function expectRecords(name: string, records: unknown): void {
  const iterable = typeof records === "object" && records !== null &&
    (Symbol.iterator in records || Symbol.asyncIterator in records);
  if (!iterable) {
    throw new TypeError(`${name}: expected an iterable of records, got ${typeof records}`);
  }
}
