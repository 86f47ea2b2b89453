import {
  type Batch,
  type BulkOptions,
  conclude,
  type RecordSource,
  sendInBatches,
  type Sent,
} from "./batches.ts";
import { isIngestResponse } from "./envelopes.ts";
import { BadRequestError } from "../errors/errors.ts";
import { sendJson } from "../http/json.ts";
import type { CollectionContext } from "./pages.ts";
import type { FailedRange, IngestReport } from "./report.ts";
import type { IngestFailure, IngestMode, IngestResponse, JsonObject } from "../wire/types.ts";

/** Changes of one record's tracked fields. */
export interface IngestInput<D = JsonObject> {
  /** The record's ID. */
  id: string;
  /** What the fields were, and when. */
  changes: readonly {
    /** The moment. */
    timestamp: Date | string;
    /** The tracked fields' values then. */
    data: Partial<D>;
  }[];
}

/** What an ingest takes. */
export interface IngestOptions extends BulkOptions {
  /** How time is treated (O). What it means in detail is not known (A). */
  mode?: IngestMode | null | undefined;
}

/**
 * Sends telemetry: `POST /collections/{c}/ingest` (D). The server answers 200 even where records
 * failed (O); here that is a failure.
 */
export async function ingestInto(
  { client, path }: CollectionContext,
  records: RecordSource<IngestInput>,
  options: IngestOptions = {},
): Promise<IngestReport> {
  const name = "ingest";
  const { mode = null } = options;
  const sums = { totalRecords: 0, processedRecords: 0, failedRecords: 0 };
  const errors: IngestFailure[] = [];
  const { report, stopped } = await sendInBatches(
    {
      name,
      prepare: check,
      async send(batch: Batch<IngestInput>) {
        const body = { mode, records: batch.items.map(toWire) };
        // Whether the same changes may be sent twice is not known (A).
        const answer = await sendJson(
          client,
          { method: "POST", path: `${path}/ingest`, body, idempotent: false, fate: batch },
          options,
        );
        if (!isIngestResponse(answer.body)) {
          throw answer.unexpected("but not with an ingest's counts");
        }
        sums.totalRecords += answer.body.totalRecords;
        sums.processedRecords += answer.body.processedRecords;
        sums.failedRecords += answer.body.failedRecords;
        errors.push(...answer.body.errors);
        return failuresIn(batch, answer.body);
      },
    },
    records,
    options,
  );
  return conclude(name, { ...report, ...sums, errors }, stopped, options);
}

/**
 * The failed records by their indexes. How an error names its record is not known: by `recordId` (A).
 * Where the errors do not account for all that failed, the whole batch counts as failed, or, if some of
 * it was taken, as unknown: sent again, that part would be written twice.
 */
function failuresIn(batch: Batch<IngestInput>, answer: IngestResponse): Sent {
  if (answer.failedRecords === 0 && answer.errors.length === 0) return {};
  const failed = batch.items.flatMap(({ id }, i): FailedRange[] => {
    const reason = answer.errors.find(({ recordId }) => recordId === id);
    if (reason === undefined) return [];
    return [{ from: batch.from + i, to: batch.from + i + 1, error: failure(reason) }];
  });
  // Of an ID that is there twice, one may have been taken.
  const named = new Set(failed.map(({ from }) => batch.items[from - batch.from]?.id));
  if (failed.length > answer.failedRecords && named.size < failed.length) {
    return { unknown: failed };
  }
  if (failed.length >= answer.failedRecords && failed.length > 0) return { failed };
  const [first] = answer.errors;
  const all = [{ from: batch.from, to: batch.to, error: failure(first) }];
  return answer.processedRecords > 0 ? { unknown: all } : { failed: all };
}

function failure(reason: IngestFailure | undefined): BadRequestError {
  const { error, errorCode } = reason ?? { error: "the server gave no reason" };
  const code = errorCode === undefined ? "" : ` (${errorCode})`;
  return new BadRequestError(`A record was not ingested: ${error}${code}`, {
    status: 200,
    serverMessage: reason?.error,
    remedy: "Check the record's ID, and that each field is there, is tracked, and has that type.",
  });
}

function check(record: IngestInput, index: number): void {
  if (typeof record !== "object" || record === null || !Array.isArray(record.changes)) {
    throw new TypeError(
      `ingest: expected [${index}] to be a record's { id, changes }, got ${JSON.stringify(record)}`,
    );
  }
  const { id, changes } = record;
  if (typeof id !== "string" || id === "") {
    throw new TypeError(`ingest: expected [${index}].id to be a record's ID, got ${String(id)}`);
  }
  for (const [i, change] of changes.entries()) {
    const timestamp: unknown = change?.timestamp;
    const isTime = typeof timestamp === "string" || timestamp instanceof Date;
    if (!isTime || Number.isNaN(new Date(timestamp).getTime())) {
      throw new TypeError(
        `ingest: expected [${index}].changes[${i}].timestamp to be a Date or an ISO 8601 text, got ` +
          JSON.stringify(timestamp),
      );
    }
  }
}

function toWire({ id, changes }: IngestInput): unknown {
  const text = (time: Date | string) => typeof time === "string" ? time : time.toISOString();
  return {
    id,
    changes: changes.map(({ timestamp, data }) => ({ timestamp: text(timestamp), data })),
  };
}
