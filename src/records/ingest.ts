import { BadRequestError } from "../errors/errors.ts";
import { type JsonResponse, trySendJson } from "../http/json-call.ts";
import { jsonText } from "../http/json-text.ts";
import type { Redactor } from "../http/redact.ts";
import type { IngestFailure, IngestMode, IngestResponse, JsonObject } from "../wire/types.ts";
import {
  type Batch,
  type BulkOptions,
  type Judged,
  type RecordSource,
  sendInBatches,
  unconfirmed,
} from "./batches.ts";
import { describeValue } from "../support/describe-value.ts";
import type { CollectionContext } from "./collection-context.ts";
import { contradictionIn } from "./contradiction.ts";
import { isIngestResponse } from "./envelopes.ts";
import { anyValue } from "../support/option-checks.ts";
import { isObject } from "../support/is-object.ts";
import { type Instant, instantText } from "./instant.ts";
import { rangesOf } from "./ranges.ts";
import { comparableId, createRepetitionCheck, idProblem } from "./record-ids.ts";
import type { FailedRange, IngestReport } from "./report.ts";

/** Changes of the tracked fields of one record. */
export interface IngestInput<D = JsonObject> {
  /** The record's ID. List each record only once per call, with all its changes. */
  id: string;
  /** The values of the fields, with their times. */
  changes: readonly {
    /** The time, with `Z` or an offset. */
    timestamp: Instant;
    /** The values of the tracked fields at that time. */
    data: Partial<D>;
  }[];
}

/** The options of an ingest. */
export interface IngestOptions extends BulkOptions {
  /**
   * How time is treated (O). Its exact meaning is not known (A). Default: not sent, as in the newer edition
   * of the documentation (D). Programs in production send `"FUTURE_FACING"` (O).
   */
  mode?: IngestMode | null | undefined;
}

/**
 * Sends telemetry: `POST /collections/{c}/ingest` (D). The server returns 200 even if records failed (O);
 * the client reports these records as failed.
 *
 * @internal
 */
export async function ingestInto(
  { client, path: collection }: CollectionContext,
  records: RecordSource<IngestInput>,
  options: IngestOptions = {},
): Promise<IngestReport> {
  const path = `${collection}/ingest`;
  const sums = { totalRecords: 0, processedRecords: 0, failedRecords: 0 };
  const errors: IngestFailure[] = [];
  const repeated = createRepetitionCheck();
  return await sendInBatches(
    client,
    {
      name: "ingest",
      options: { mode: anyValue },
      problemWith: (record, index) => inputProblem(record, index) ?? repeated(record.id, index),
      send(batch, deadline) {
        // JSON omits a mode that is undefined.
        const body = jsonText({ mode: options.mode, records: batch.items.map(toWire) }, path);
        // Whether it is safe to send the same changes twice is not known (A).
        const call = { method: "POST", path, body, idempotent: false, bulk: true } as const;
        return trySendJson(client, call, deadline);
      },
      judge(batch, response) {
        const { body } = response;
        if (!isIngestResponse(body)) {
          const says = contradictionIn(body, batch.items.length) ?? "it has no counts of an ingest";
          throw response.unexpected(`but does not confirm the records: ${says}`);
        }
        const shown = (body.errors ?? []).map((error) => shownFailure(client.redactor, error));
        sums.totalRecords += body.totalRecords;
        sums.processedRecords += body.processedRecords;
        sums.failedRecords += body.failedRecords;
        for (const error of shown) errors.push(error);
        return judgeCounts(batch, response, { ...body, errors: shown });
      },
      report: (report) => ({ ...report, ...sums, errors }),
    },
    records,
    options,
  );
}

/** The counts of a response, and its errors, if any. */
interface Counts extends IngestResponse {
  errors: IngestFailure[];
}

/**
 * Decides from the counts which records were written. Errors are assumed to name their record in
 * `recordId` (A). If the errors do not explain all records that were not processed, the rest of the batch
 * is unknown: resending it could write some of its records twice.
 */
function judgeCounts(
  batch: Batch<IngestInput>,
  response: JsonResponse,
  { totalRecords, processedRecords, failedRecords, errors }: Counts,
): Judged {
  const { from, items } = batch;
  const keys = items.map(({ id }) => comparableId(id));
  const keyOf = ({ recordId }: IngestFailure) => recordId && comparableId(recordId);
  const reasons = new Map<string | undefined, IngestFailure>();
  for (const reason of errors) {
    const key = keyOf(reason);
    if (!reasons.has(key)) reasons.set(key, reason);
  }
  const range = (i: number) => ({ from: from + i, to: from + i + 1 });
  const named = keys.flatMap((key, i): FailedRange[] => {
    const reason = reasons.get(key);
    return reason === undefined ? [] : [{ ...range(i), error: failure(reason) }];
  });
  if (processedRecords === 0 && failedRecords >= items.length) {
    const [first] = errors;
    return {
      failed: keys.map((key, i) => ({
        ...range(i),
        error: failure(reasons.get(key) ?? first),
      })),
    };
  }
  const others = keys.map((key) => !reasons.has(key));
  const sent = new Set<string | undefined>(keys);
  const allNamed = errors.every((reason) => sent.has(keyOf(reason))) &&
    failedRecords <= named.length;
  const addsUp = allNamed && totalRecords === items.length &&
    processedRecords >= items.length - named.length && processedRecords <= items.length;
  // If more records were processed than can have succeeded, the errors contradict the counts.
  const doubted = processedRecords + named.length > items.length;
  const processed = `of ${items.length} records, it counts ${totalRecords} as received and ` +
    `${processedRecords} as processed`;
  return {
    failed: doubted ? [] : named,
    unknown: [
      ...(doubted ? named : []),
      ...rangesOf(addsUp ? [] : others).map((rest) =>
        unconfirmed({ from: from + rest.from, to: from + rest.to }, response, processed)
      ),
    ],
  };
}

function failure(reason: IngestFailure | undefined): BadRequestError {
  const { error, errorCode } = reason ?? { error: "the server returned no reason" };
  const code = errorCode === undefined ? "" : ` (${errorCode})`;
  return new BadRequestError(`The record was not ingested: ${error}${code}`, {
    status: 200,
    serverMessage: reason?.error,
    mayHaveBeenApplied: false,
    remedy:
      "Check the record's ID, and that each field exists, is tracked, and has a value of the right type.",
  });
}

function inputProblem(record: IngestInput, index: number): string | undefined {
  if (!isObject(record) || !Array.isArray(record.changes)) {
    return `[${index}]: expected a record's { id, changes }, got ${describeValue(record)}`;
  }
  const wrongId = idProblem(record.id, `[${index}].id`);
  if (wrongId !== undefined) return wrongId;
  if (record.changes.length === 0) {
    return `[${index}].changes: expected at least one change, got none`;
  }
  for (const [i, change] of record.changes.entries()) {
    const at = `[${index}].changes[${i}]`;
    const moment = instantText(change?.timestamp);
    if ("problem" in moment) return `${at}.timestamp: ${moment.problem}`;
    if (!isObject(change.data)) {
      return `${at}.data: expected an object with the values, got ${describeValue(change.data)}`;
    }
  }
  return undefined;
}

function toWire({ changes, ...record }: IngestInput): unknown {
  return {
    ...record,
    changes: changes.map(({ timestamp, ...change }) => {
      const moment = instantText(timestamp);
      return { timestamp: "text" in moment ? moment.text : undefined, ...change };
    }),
  };
}

/** The server's reason, prepared for messages and the report. */
function shownFailure(redactor: Redactor, reason: IngestFailure): IngestFailure {
  const { error, errorCode, recordId } = reason;
  return {
    error: redactor.shown(error),
    ...(typeof errorCode === "string" ? { errorCode: redactor.shown(errorCode) } : {}),
    ...(typeof recordId === "string" ? { recordId: redactor.shown(recordId) } : {}),
  };
}
