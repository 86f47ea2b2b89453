import { expectCount, expectDuration } from "../check-options.ts";
import type { ClientContext } from "../client-context.ts";
import { InvalidRecordError } from "../errors/errors.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import { PartialFailureError } from "../errors/partial-failure-error.ts";
import { SchemaValidationError } from "../errors/schema-validation-error.ts";
import type { CallOptions } from "../http/call-options.ts";
import type { Deadline } from "../http/deadline.ts";
import type { JsonResponse } from "../http/json.ts";
import { lossInJson } from "../http/json-value.ts";
import type { Outcome } from "../http/transport.ts";
import { createRecordOutcomes, type RecordOutcomes } from "./record-outcomes.ts";
import type { Range } from "./ranges.ts";
import type { BulkProgress, BulkReport, FailedRange, IngestReport, WriteReport } from "./report.ts";

/** What every bulk call takes. */
export interface BulkOptions extends CallOptions {
  /**
   * How long one batch may take, its waits and retries included, in milliseconds. Default: the client's
   * `timeout`. For a limit on the whole work use `timeout`.
   */
  batchTimeout?: number | undefined;
  /** How many requests are under way at most. Default 1, so that records are written in order. */
  concurrency?: number | undefined;
  /** How many records one request holds at most. Default 300, the most that Kinabase takes (D). */
  batchSize?: number | undefined;
  /** Called after each request with how far the work has come, and awaited. What it throws ends the work. */
  onProgress?: ((progress: BulkProgress) => void | Promise<void>) | undefined;
  /**
   * Whether to throw a `PartialFailureError`, which holds the report, when not every record is done.
   * With `false` the report is returned. Default `true`.
   */
  throwOnFailure?: boolean | undefined;
}

/** The names of what every bulk call takes beside `timeout` and `signal`. */
export const BULK_OPTIONS: readonly string[] = [
  "batchTimeout",
  "concurrency",
  "batchSize",
  "onProgress",
  "throwOnFailure",
];

/**
 * Any number of records: an array, a generator, a stream of rows. A batch's records are requested just
 * before it is sent, and no more of them, so that a generator can keep a journal of what is on its way.
 */
export type RecordSource<T> = Iterable<T> | AsyncIterable<T>;

/** Records that travel in one request, with their indexes. */
export interface Batch<T> extends Range {
  /** The records. */
  items: T[];
}

/** How the records of one kind of bulk call are sent. */
export interface BatchWork<T, R extends BulkReport | IngestReport> {
  /** What is done, as an error will name it: `bulk.create`. */
  name: string;
  /** The names of the options this kind of call takes beside {@linkcode BULK_OPTIONS}. */
  options?: readonly string[];
  /**
   * What is wrong with a record, or nothing. Such a record fails alone, as does one for which a
   * `SchemaValidationError` is thrown. Anything else that is thrown ends the work.
   */
  problemWith(item: T, index: number): Promise<string | undefined> | string | undefined;
  /** Sends a batch. */
  send(batch: Batch<T>, deadline: Deadline): Promise<Outcome<JsonResponse>>;
  /** Reads from a successful response what became of a batch. */
  judge(batch: Batch<T>, response: JsonResponse): Judged;
  /** Makes the report of this kind of call. */
  report(report: WriteReport): R;
}

/** What a successful response says of a batch. What is not named here is done. */
export interface Judged {
  /** What failed although the rest of the batch did not. */
  failed?: readonly FailedRange[] | undefined;
  /** What may have failed or not. */
  unknown?: readonly FailedRange[] | undefined;
  /** Passes the batch on to the caller, once it is accounted for. */
  announce?: (() => void | Promise<void>) | undefined;
}

const LARGEST_BATCH = 300;

/**
 * Sends records in batches and gives the account of them.
 *
 * A batch that is refused because of what is in it does not hold up the others. What shows that they
 * would fare no better does: refused credentials, an exhausted rate limit, a lost connection, an abort.
 *
 * @throws {PartialFailureError} Unless every record is done, or the caller asked for the report.
 * @throws {TypeError} When an option is wrong.
 */
export async function sendInBatches<T, R extends BulkReport | IngestReport>(
  client: ClientContext,
  work: BatchWork<T, R>,
  records: RecordSource<T>,
  options: BulkOptions,
): Promise<R> {
  const whole = client.openDeadline(options, [...BULK_OPTIONS, ...(work.options ?? [])]);
  const { concurrency = 1, batchSize = LARGEST_BATCH, onProgress } = options;
  const { batchTimeout = client.timeout } = options;
  expectCount("concurrency", concurrency, 1);
  expectCount("batchSize", batchSize, 1);
  expectDuration("batchTimeout", batchTimeout);
  expectRecords(work.name, records);
  const total = Array.isArray(records) ? { total: records.length } : {};
  const outcomes = createRecordOutcomes();
  const source = batchesOf(work, records, batchSize, outcomes);
  const over = new AbortController();
  let stopped: Stop | undefined;
  let end = total.total;
  let reads = 0;

  function stop(cause: unknown): void {
    stopped ??= { cause };
    over.abort();
  }

  /** The next batch; nothing at the end, or once the work is over: a source may stay silent forever. */
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
    const outcome = await work.send(batch, whole.within(batchTimeout, "batch"));
    let announce: Judged["announce"];
    const { attempts, maybeApplied } = outcome.state;
    const refused = (error: unknown) => {
      if (!outcomes.refused(batch, { error, maybeApplied, sent: attempts > 0 })) stop(error);
    };
    if (outcome.ok) {
      try {
        const judged = work.judge(batch, outcome.value);
        outcomes.answered(batch, judged.failed, judged.unknown);
        announce = judged.announce;
      } catch (error) {
        refused(error);
      }
    } else refused(outcome.error);
    await announce?.();
    await onProgress?.({ ...outcomes.progress(), ...total });
  }

  if (options.signal?.aborted) stop(options.signal.reason);
  let finish = () => {};
  const finished = new Promise<void>((resolve) => finish = resolve);
  const watched = whole.guard("end of the work", () => finished).catch(stop);
  // What is thrown is the caller's own: from its records or its callbacks.
  await Promise.all(Array.from({ length: concurrency }, () => takeBatches().catch(stop)));
  finish();
  await watched;

  const closed = source.return(undefined).catch(() => {});
  // A source that is still being read is closed once it gives what it was asked for.
  if (reads === 0) await closed;
  outcomes.close(end);
  return conclude(work.name, work.report(outcomes.report()), stopped, options);
}

/**
 * A range that a successful response does not confirm.
 *
 * @param what What the response says, or leaves out.
 */
export function unconfirmed(
  { from, to }: Range,
  response: JsonResponse,
  what: string,
): FailedRange {
  return { from, to, error: response.unexpected(`but not as done: ${what}`) };
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
interface Stop {
  /** What was thrown. */
  cause: unknown;
}

/** Gives the report, or throws it. */
function conclude<R extends BulkReport | IngestReport>(
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
  const details = reason instanceof KinabaseError ? reason : undefined;
  throw new PartialFailureError(`${name} is incomplete (${account})${why}`, {
    report,
    cause: stopped?.cause,
    status: details?.status,
    serverMessage: details?.serverMessage,
    requestId: details?.requestId,
    mayHaveBeenApplied: done.length + unknown.length > 0,
    // What stopped the work comes first: resend nothing before that is fixed.
    remedy: [details?.remedy, REPORT_REMEDY].filter((remedy) => remedy !== undefined).join(" "),
  });
}

const REPORT_REMEDY =
  "The error's report says what became of each record. Resend unsent. Fix and resend failed. Check " +
  "whether unknown records were written before you resend them.";

/** Batches of neighbors, as large as they may be. At its end it gives the number of records. */
async function* batchesOf<T, R extends BulkReport | IngestReport>(
  work: BatchWork<T, R>,
  records: RecordSource<T>,
  batchSize: number,
  outcomes: RecordOutcomes,
): AsyncGenerator<Batch<T>, number | undefined, undefined> {
  let items: T[] = [];
  let index = 0;
  const batch = (): Batch<T> => {
    const full = { from: index - items.length, to: index, items };
    items = [];
    return full;
  };
  for await (const item of records) {
    const error = await refusalOf(work, item, index);
    if (error !== undefined) {
      if (items.length > 0) yield batch();
      outcomes.failed({ from: index, to: index + 1, error });
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

/** Why a record cannot be sent, or nothing. */
async function refusalOf<T, R extends BulkReport | IngestReport>(
  work: BatchWork<T, R>,
  item: T,
  index: number,
): Promise<KinabaseError | undefined> {
  const at = `[${index}]`;
  try {
    const problem = await work.problemWith(item, index) ?? lossInJson(item, at);
    if (problem === undefined) return undefined;
    return new InvalidRecordError(`${work.name}: ${problem}`, {
      mayHaveBeenApplied: false,
      remedy: "Fix the record and send it again. The other records are not affected.",
    });
  } catch (error) {
    if (error instanceof SchemaValidationError) return error;
    throw error;
  }
}

function count(ranges: readonly { from: number; to?: number | undefined }[]): string {
  const known = ranges.reduce((sum, { from, to = from }) => sum + to - from, 0);
  const open = ranges.some(({ to }) => to === undefined);
  return open ? "the rest" : String(known);
}

function expectRecords(name: string, records: unknown): void {
  const iterable = typeof records === "object" && records !== null &&
    (Symbol.iterator in records || Symbol.asyncIterator in records);
  if (!iterable) {
    throw new TypeError(`${name}: expected an iterable of records, got ${typeof records}`);
  }
}
