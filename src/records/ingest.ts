import { BadRequestError } from "../errors/errors.ts";
import { type JsonResponse, trySendJson } from "../http/json.ts";
import type { IngestFailure, IngestMode, IngestResponse, JsonObject } from "../wire/types.ts";
import {
  type Batch,
  type BulkOptions,
  type Judged,
  type RecordSource,
  sendInBatches,
  unconfirmed,
} from "./batches.ts";
import type { CollectionContext } from "./collection-context.ts";
import { contradictionIn, isIngestResponse, isObject } from "./envelopes.ts";
import { type Instant, instantText } from "./instant.ts";
import { rangesOf } from "./ranges.ts";
import { createRepetitionCheck, idProblem } from "./record-ids.ts";
import type { FailedRange, IngestReport } from "./report.ts";

/** Changes of one record's tracked fields. */
export interface IngestInput<D = JsonObject> {
  /** The record's ID. Each record may occur once in a call, with all its changes. */
  id: string;
  /** What the fields were, and when. */
  changes: readonly {
    /** The moment, with `Z` or an offset. */
    timestamp: Instant;
    /** The tracked fields' values then. */
    data: Partial<D>;
  }[];
}

/** What an ingest takes. */
export interface IngestOptions extends BulkOptions {
  /**
   * How time is treated (O). What it means in detail is not known (A). Default: it is left out, as in
   * the newer edition of the documentation (D); programs in production send `"FUTURE_FACING"` (O).
   */
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
  const sums = { totalRecords: 0, processedRecords: 0, failedRecords: 0 };
  const errors: IngestFailure[] = [];
  const repeated = createRepetitionCheck();
  return await sendInBatches(
    client,
    {
      name: "ingest",
      options: ["mode"],
      problemWith: (record, index) => inputProblem(record, index) ?? repeated(record.id, index),
      send(batch, deadline) {
        const { mode } = options;
        const body = { ...(mode === undefined ? {} : { mode }), records: batch.items.map(toWire) };
        // Whether the same changes may be sent twice is not known (A).
        const call = { method: "POST", path: `${path}/ingest`, body, idempotent: false } as const;
        return trySendJson(client, call, deadline);
      },
      judge(batch, response) {
        const { body } = response;
        if (!isIngestResponse(body)) {
          throw response.unexpected(contradictionIn(body) ?? "but not with an ingest's counts");
        }
        sums.totalRecords += body.totalRecords;
        sums.processedRecords += body.processedRecords;
        sums.failedRecords += body.failedRecords;
        errors.push(...body.errors ?? []);
        return judgeCounts(batch, response, body);
      },
      report: (report) => ({ ...report, ...sums, errors }),
    },
    records,
    options,
  );
}

/**
 * Done is what the counts cover. How an error names its record is not known: by `recordId` (A). Where
 * the errors do not account for all that is missing, the rest of the batch is unknown: sent again, a part
 * of it could be written twice.
 */
function judgeCounts(
  batch: Batch<IngestInput>,
  response: JsonResponse,
  { processedRecords, failedRecords, errors }: IngestResponse,
): Judged {
  const reasons = new Map<unknown, IngestFailure>();
  for (const reason of errors ?? []) {
    if (!reasons.has(reason.recordId)) reasons.set(reason.recordId, reason);
  }
  const { from, items } = batch;
  const range = (i: number) => ({ from: from + i, to: from + i + 1 });
  const named = items.flatMap(({ id }, i): FailedRange[] => {
    const reason = reasons.get(id);
    return reason === undefined ? [] : [{ ...range(i), error: failure(reason) }];
  });
  if (processedRecords === 0 && failedRecords >= items.length) {
    const [first] = errors ?? [];
    return {
      failed: items.map(({ id }, i) => ({ ...range(i), error: failure(reasons.get(id) ?? first) })),
    };
  }
  const others = items.map(({ id }) => !reasons.has(id));
  const ids = new Set<unknown>(items.map(({ id }) => id));
  const allNamed = (errors ?? []).every(({ recordId }) => ids.has(recordId)) &&
    failedRecords <= named.length;
  const addsUp = allNamed && processedRecords >= items.length - named.length;
  // A record that is said to have failed although the counts say otherwise is in doubt.
  const doubted = processedRecords + named.length > items.length;
  const processed = `${processedRecords} of ${items.length} records were processed`;
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
  const { error, errorCode } = reason ?? { error: "the server gave no reason" };
  const code = errorCode === undefined ? "" : ` (${errorCode})`;
  return new BadRequestError(`A record was not ingested: ${error}${code}`, {
    status: 200,
    serverMessage: reason?.error,
    mayHaveBeenApplied: false,
    remedy:
      "Check the record's ID, and that each field exists, is tracked, and has a value of its type.",
  });
}

function inputProblem(record: IngestInput, index: number): string | undefined {
  if (!isObject(record) || !Array.isArray(record.changes)) {
    return `[${index}]: expected a record's { id, changes }, got ${
      JSON.stringify(record)?.slice(0, 60) ?? String(record)
    }`;
  }
  const wrongId = idProblem(record.id, `[${index}].id`);
  if (wrongId !== undefined) return wrongId;
  for (const [i, change] of record.changes.entries()) {
    const moment = instantText(change?.timestamp);
    if ("problem" in moment) return `[${index}].changes[${i}].timestamp: ${moment.problem}`;
  }
  return undefined;
}

function toWire({ id, changes }: IngestInput): unknown {
  return {
    id,
    changes: changes.map(({ timestamp, data }) => {
      const moment = instantText(timestamp);
      return { timestamp: "text" in moment ? moment.text : undefined, data };
    }),
  };
}
