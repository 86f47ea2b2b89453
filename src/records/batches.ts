import type { ClientContext } from "../client-context.ts";
import { BadRequestError, InvalidRecordError } from "../errors/errors.ts";
import type { KinabaseError } from "../errors/kinabase-error.ts";
import { SchemaValidationError } from "../errors/schema-validation-error.ts";
import { unlessAborted } from "../http/abort.ts";
import type { CallOptions } from "../http/call-options.ts";
import type { Deadline } from "../http/deadline.ts";
import type { JsonResponse } from "../http/json-call.ts";
import {
  type Checks,
  type ChecksOf,
  expectBoolean,
  expectDuration,
  expectFunction,
  expectThat,
  show,
} from "../support/option-checks.ts";
import { lossInJson } from "../http/json-value.ts";
import type { Outcome } from "../http/transport.ts";
import { reportOrThrow, type Stop } from "./throw-on-failure.ts";
import type { KnownRange } from "./ranges.ts";
import { createRecordOutcomes, type RecordOutcomes } from "./record-outcomes.ts";
import type { BulkProgress, BulkReport, FailedRange, IngestReport, WriteReport } from "./report.ts";

/** The options of every bulk call. */
export interface BulkOptions extends CallOptions {
  /**
   * The timeout of one batch, including waits and retries, in milliseconds. Default: the client's
   * `timeout`. To limit the whole call, set `timeout`.
   */
  batchTimeout?: number | undefined;
  /** The maximum number of concurrent requests, up to 1000. Default 1, so that records are written in order. */
  concurrency?: number | undefined;
  /** The maximum number of records per request: 1 to 300. Default 300, which is Kinabase's maximum (D). */
  batchSize?: number | undefined;
  /** Called after each batch with the progress, and awaited. If it throws, the bulk call stops. */
  onProgress?: ((progress: BulkProgress) => void | Promise<void>) | undefined;
  /**
   * Whether to throw a `PartialFailureError`, which contains the report, unless all records were written.
   * With `false` the report is returned in any case. Default `true`.
   */
  throwOnFailure?: boolean | undefined;
}

/** The options of every bulk call, except `timeout` and `signal`. */
const BULK_OPTIONS: ChecksOf<BulkOptions, keyof CallOptions> = {
  batchTimeout: expectDuration,
  concurrency: (name, value) => expectWholeNumber(name, value, LARGEST_CONCURRENCY),
  batchSize: (name, value) => expectWholeNumber(name, value, LARGEST_BATCH),
  // Found out only after a batch was written, a wrong callback would stop the bulk call.
  onProgress: expectFunction,
  throwOnFailure: expectBoolean,
};

/**
 * Any number of records: an array, a generator, a stream of rows. The client reads only the records of the
 * next batch, just before it sends them, so a generator can keep track of what is being sent.
 */
export type RecordSource<T> = Iterable<T> | AsyncIterable<T>;

/**
 * The records of one request, with their indexes.
 *
 * @internal
 */
export interface Batch<T> extends KnownRange {
  /** The records. */
  items: T[];
}

/**
 * How one kind of bulk call checks, sends and reports its records.
 *
 * @internal
 */
export interface BatchWork<T, R extends BulkReport | IngestReport> {
  /** The name of the call in error messages, such as `bulk.create`. */
  name: string;
  /** This call's own options. */
  options?: Checks;
  /**
   * Returns what is wrong with a record, or `undefined`. Only that record fails; the same applies when it
   * throws a `SchemaValidationError`. Any other error stops the bulk call.
   */
  problemWith(item: T, index: number): Promise<string | undefined> | string | undefined;
  /** Sends a batch. */
  send(batch: Batch<T>, deadline: Deadline): Promise<Outcome<JsonResponse>>;
  /** Reads the results of a batch from a successful response. */
  judge(batch: Batch<T>, response: JsonResponse): Judged;
  /** Creates the report of this kind of call. */
  report(report: WriteReport): R;
}

/**
 * The results of a batch with a successful response. Records that are not listed were written.
 *
 * @internal
 */
export interface Judged {
  /** The records that failed. */
  failed?: readonly FailedRange[] | undefined;
  /** The records whose outcome is unknown. */
  unknown?: readonly FailedRange[] | undefined;
  /** Passes the batch to the caller's `onBatch`, after its results were recorded. */
  announce?: (() => void | Promise<void>) | undefined;
}

const LARGEST_BATCH = 300;
const LARGEST_CONCURRENCY = 1000;

/**
 * Sends records in batches and reports the result of each record.
 *
 * When a batch is rejected because of its content, the others continue. An error that would affect every
 * batch stops the bulk call: rejected credentials, an exceeded rate limit, a lost connection, an abort.
 *
 * @throws {PartialFailureError} When not all records were written and `throwOnFailure` is not `false`.
 * @throws {TypeError} When an option is wrong.
 *
 * @internal
 */
export async function sendInBatches<T, R extends BulkReport | IngestReport>(
  client: ClientContext,
  work: BatchWork<T, R>,
  records: RecordSource<T>,
  options: BulkOptions,
): Promise<R> {
  const whole = client.openDeadline(options, { ...BULK_OPTIONS, ...work.options });
  const { concurrency = 1, batchSize = LARGEST_BATCH, onProgress } = options;
  const { batchTimeout = client.timeout } = options;
  expectRecords(work.name, records);
  const total = Array.isArray(records) ? records.length : undefined;
  const outcomes = createRecordOutcomes();
  const source = batchesOf(work, records, batchSize, outcomes);
  // Aborts when no further batch is sent, and when the caller no longer waits.
  const over = new AbortController();
  const interrupted = new AbortController();
  let stopped: Stop | undefined;
  let end = total;
  let reads = 0;

  function stop(cause: unknown): void {
    stopped ??= { cause };
    over.abort();
  }

  /** Returns the next batch, or `undefined` at the end and after a stop: a source may never yield again. */
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
      // Another request may have stopped the bulk call while this batch was read.
      if (batch === undefined || over.signal.aborted) return;
      await sendBatch(batch);
    }
  }

  async function sendBatch(batch: Batch<T>): Promise<void> {
    const outcome = await work.send(batch, whole.within(batchTimeout, "batch"));
    let announce: Judged["announce"];
    const { maybeApplied, rejected } = outcome.state;
    const refused = (error: unknown) => {
      outcomes.refused(batch, { error, maybeApplied, rejected });
      if (!concernsOnlyOneBatch(error, rejected)) stop(error);
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
    const progress = { ...outcomes.progress(), ...(total === undefined ? {} : { total }) };
    const callbacks = async () => {
      await announce?.();
      await onProgress?.(progress);
    };
    await unlessAborted(callbacks(), interrupted.signal);
  }

  if (options.signal?.aborted) stop(options.signal.reason);
  let finish = () => {};
  const finished = new Promise<void>((resolve) => finish = resolve);
  const watched = whole.guard("end of the bulk call", () => finished).catch((cause) => {
    stop(cause);
    interrupted.abort();
  });
  // Errors here come from the caller's records or callbacks, or from a record that changed after its check.
  await Promise.all(Array.from({ length: concurrency }, () => takeBatches().catch(stop)));
  const closed = source.return(undefined).catch(() => {});
  // A source with a pending read closes only when that read ends, so it is not awaited.
  if (reads === 0) await unlessAborted(closed, interrupted.signal);
  finish();
  await watched;
  outcomes.close(end);
  const report = work.report(outcomes.report());
  return reportOrThrow(work.name, report, stopped, options.throwOnFailure, client.redactor);
}

/**
 * Whether other batches may succeed after an error. Invalid content of one batch does not mean that the others
 * are invalid. A token request that is refused does.
 *
 * @param rejected Whether the server rejected the content of the batch.
 *
 * @internal
 */
export function concernsOnlyOneBatch(error: unknown, rejected: boolean): boolean {
  return rejected && error instanceof BadRequestError;
}

/**
 * Creates the error for a range that a successful response does not confirm.
 *
 * @param what What the response says, or what is missing from it.
 *
 * @internal
 */
export function unconfirmed(
  { from, to }: KnownRange,
  response: JsonResponse,
  what: string,
): FailedRange {
  return { from, to, error: response.unexpected(`but does not confirm the records: ${what}`) };
}

/** Yields batches of adjacent records, as large as allowed. Returns the number of records. */
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

/** Returns why a record cannot be sent, or `undefined`. */
async function refusalOf<T, R extends BulkReport | IngestReport>(
  work: BatchWork<T, R>,
  item: T,
  index: number,
): Promise<KinabaseError | undefined> {
  const at = `[${index}]`;
  const invalid = (problem: string | undefined) =>
    problem === undefined ? undefined : new InvalidRecordError(`${work.name}: ${problem}`, {
      mayHaveBeenApplied: false,
      remedy: "Fix the record and send it again. The other records are not affected.",
    });
  try {
    return invalid(await work.problemWith(item, index) ?? lossInJson(item, at));
  } catch (error) {
    if (error instanceof SchemaValidationError) return error;
    // A getter of the record may have thrown. Other errors are not about this record alone.
    const refusal = invalid(lossInJson(item, at));
    if (refusal === undefined) throw error;
    return refusal;
  }
}

/** Checks a whole number from 1 to a limit. */
function expectWholeNumber(name: string, value: unknown, largest: number): void {
  const isRight = Number.isInteger(value) && Number(value) >= 1 && Number(value) <= largest;
  expectThat(isRight, name, `a whole number from 1 to ${largest}`, value);
}

function expectRecords(name: string, records: unknown): void {
  const iterable = typeof records === "object" && records !== null &&
    (Symbol.iterator in records || Symbol.asyncIterator in records);
  if (!iterable) {
    throw new TypeError(`${name}: expected an iterable of records, got ${show(records)}`);
  }
}
