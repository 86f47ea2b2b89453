import { type JsonResponse, trySendJson } from "../http/json.ts";
import type { JsonObject, KinabaseRecord, NewRecord, RecordChange } from "../wire/types.ts";
import {
  type Batch,
  type BatchWork,
  type BulkOptions,
  type Judged,
  type RecordSource,
  sendInBatches,
  unconfirmed,
} from "./batches.ts";
import type { CollectionContext } from "./collection-context.ts";
import { contradictionIn, isRecord } from "./envelopes.ts";
import { isObject } from "../support/is-object.ts";
import { changeProblem, ownIdProblem, sentChange } from "./record.ts";
import { rangesOf } from "./ranges.ts";
import { comparableId, createRepetitionCheck, idProblem } from "./record-ids.ts";
import type { BulkReport, FailedRange } from "./report.ts";

/** One batch that was written. */
export interface WrittenBatch<D = JsonObject> {
  /** The index of its first record in the caller's records. */
  from: number;
  /** The index after its last record. */
  to: number;
  /**
   * The records that the server returned, in the order they were sent. Absent when the response does not
   * contain them (A).
   */
  records?: KinabaseRecord<D>[] | undefined;
}

/** The options of adding and updating in bulk. */
export interface BulkWriteOptions<D = JsonObject> extends BulkOptions {
  /**
   * Called with each batch that was written, for example to store the new IDs. It is awaited before the
   * next batch is sent. If it throws, the bulk call stops.
   */
  onBatch?: ((batch: WrittenBatch<D>) => void | Promise<void>) | undefined;
}

/** A change of one record, with its ID. */
export interface BulkChange<D = JsonObject> extends RecordChange<D> {
  /** The record's ID. */
  id: string;
}

/** Adds, updates and deletes many records of one collection, in batches. */
export interface Bulk<D = JsonObject> {
  /**
   * Adds records (D). A batch whose response is lost is not retried, because it may have been written: it
   * is reported as `unknown`.
   *
   * @throws {PartialFailureError} When not all records were written; see `throwOnFailure`.
   * @throws {TypeError} When an option is wrong.
   *
   * @example
   * ```ts
   * import { createClient, PartialFailureError } from "@kinakit/kinabase";
   *
   * declare const appId: string, appSecret: string, rows: { name: string }[];
   * const people = createClient({ appId, appSecret }).collection("people");
   * try {
   *   await people.bulk.create(rows.map((data) => ({ data })), {
   *     onProgress: ({ done, total }) => console.log(`${done} of ${total}`),
   *   });
   * } catch (error) {
   *   if (!(error instanceof PartialFailureError)) throw error;
   *   console.error(error.report.failed, error.report.unknown, error.report.unsent);
   * }
   * ```
   */
  create(records: RecordSource<NewRecord<D>>, options?: BulkWriteOptions<D>): Promise<BulkReport>;
  /**
   * Updates records by ID (D). A batch whose response is lost is retried: writing the same values twice
   * changes nothing.
   *
   * @throws {PartialFailureError} When not all records were written; see `throwOnFailure`.
   * @throws {TypeError} When an option is wrong.
   */
  update(records: RecordSource<BulkChange<D>>, options?: BulkWriteOptions<D>): Promise<BulkReport>;
  /**
   * Deletes records by ID (D). A batch whose response is lost is not retried, and is reported as `unknown`.
   *
   * @throws {PartialFailureError} When not all records were deleted; see `throwOnFailure`.
   * @throws {TypeError} When an option is wrong.
   */
  delete(ids: RecordSource<string>, options?: BulkOptions): Promise<BulkReport>;
}

/** Creates the bulk calls of a collection. */
export function bulkOf(context: CollectionContext): Bulk {
  const { client } = context;
  const path = `${context.path}/bulk`;

  const send = <T>(
    method: "POST" | "PATCH" | "DELETE",
    bodyOf: (items: T[]) => unknown,
  ): BatchWork<T, BulkReport>["send"] =>
  (batch, deadline) => {
    const body = bodyOf(batch.items);
    // Updating with the same values twice changes nothing; adding or deleting twice is not safe.
    return trySendJson(client, { method, path, body, idempotent: method === "PATCH" }, deadline);
  };

  return {
    create: (records, options = {}) =>
      sendInBatches(
        client,
        {
          name: "bulk.create",
          options: ["onBatch"],
          async problemWith(record, index) {
            if (!isObject(record)) return `[${index}] is not a record`;
            const problem = ownIdProblem(`[${index}]`, record);
            if (problem !== undefined) return problem;
            await context.checkWrite(record.data);
            return undefined;
          },
          send: send("POST", (items) => ({ records: items })),
          judge: (batch, response) => judgeCreated(batch, response, options.onBatch),
          report: (report) => report,
        },
        records,
        options,
      ),
    update(records, options = {}) {
      const repeated = createRepetitionCheck();
      return sendInBatches(
        client,
        {
          name: "bulk.update",
          options: ["onBatch"],
          problemWith: (record, index) =>
            (isObject(record)
              ? idProblem(record.id, `[${index}].id`)
              : `[${index}] is not a record`) ??
              changeProblem(`[${index}]`, record) ?? repeated(record.id, index),
          send: send("PATCH", (items) => ({ records: items.map(sentChange) })),
          judge(batch, response) {
            const judged = judgeNamed(batch, response, ({ id }) => id);
            return judged.unknown ? judged : announced(batch, response, options.onBatch);
          },
          report: (report) => report,
        },
        records,
        options,
      );
    },
    delete(ids, options = {}) {
      const repeated = createRepetitionCheck();
      return sendInBatches(
        client,
        {
          name: "bulk.delete",
          problemWith: (id, index) => idProblem(id, `[${index}]`) ?? repeated(id, index),
          send: send("DELETE", (items) => ({ recordIds: items })),
          judge: (batch, response) => judgeNamed(batch, response, (id) => id),
          report: (report) => report,
        },
        ids,
        options,
      );
    },
  };
}

/** A batch counts as written unless the response contradicts it. */
function judgeCreated<T>(
  batch: Batch<T>,
  response: JsonResponse,
  onBatch: BulkWriteOptions["onBatch"],
): Judged {
  const { items } = batch;
  const contradiction = contradictionIn(response.body, items.length);
  if (contradiction !== undefined) return allUnknown(batch, response, contradiction);
  const listed = listedIn(response.body);
  if (listed !== undefined && listed.length !== items.length) {
    const what = `it lists ${listed.length} records, but ${items.length} were sent`;
    return allUnknown(batch, response, what);
  }
  const refused = listed?.map(isRefused) ?? [];
  const unknown = unknownWhere(
    refused,
    batch,
    response,
    "its entries do not show that they were added",
  );
  return unknown.length > 0 ? { unknown } : announced(batch, response, onBatch);
}

/** Records whose IDs are in the response count as written. Without IDs the lengths must be equal. */
function judgeNamed<T>(
  batch: Batch<T>,
  response: JsonResponse,
  idOf: (item: T) => string,
): Judged {
  const { items } = batch;
  const contradiction = contradictionIn(response.body, items.length);
  if (contradiction !== undefined) return allUnknown(batch, response, contradiction);
  const listed = listedIn(response.body);
  if (listed === undefined) return {};
  const named = new Set<string>();
  for (const entry of listed) {
    const id = isObject(entry) ? entry["id"] : entry;
    if (typeof id === "string" && !isRefused(entry)) named.add(comparableId(id));
  }
  const unnamed = named.size === 0 && listed.length === items.length && !listed.some(isRefused);
  if (unnamed) return {};
  const missing = items.map((item) => !named.has(comparableId(idOf(item))));
  const unknown = unknownWhere(missing, batch, response, "it does not list their IDs");
  return unknown.length > 0 ? { unknown } : {};
}

/** Whether an entry of a list in a response shows that its record was not written. */
function isRefused(entry: unknown): boolean {
  if (!isObject(entry)) return typeof entry !== "string";
  return typeof entry["error"] === "string" || entry["success"] === false;
}

/** The records of a batch that are marked as unknown. */
function unknownWhere<T>(
  marks: boolean[],
  { from: first }: Batch<T>,
  response: JsonResponse,
  what: string,
): FailedRange[] {
  return rangesOf(marks).map(({ from, to }) =>
    unconfirmed({ from: first + from, to: first + to }, response, what)
  );
}

function allUnknown<T>(batch: Batch<T>, response: JsonResponse, what: string): Judged {
  return { unknown: [unconfirmed(batch, response, what)] };
}

/** Passes a written batch to the caller's `onBatch`. */
function announced<T>(
  { from, to, items }: Batch<T>,
  response: JsonResponse,
  onBatch: BulkWriteOptions["onBatch"],
): Judged {
  const listed = listIn(response.body, "records");
  // With another length the new IDs cannot be matched to the records that were sent.
  const records = listed?.length === items.length && listed.every(isRecord) ? listed : undefined;
  return { announce: () => onBatch?.({ from, to, records }) };
}

/** Returns the list of written records or IDs in a response body, if there is one. */
function listedIn(body: unknown): unknown[] | undefined {
  if (Array.isArray(body)) return body;
  return listIn(body, "records") ?? listIn(body, "recordIds");
}

/** Returns a list in a response body, if there is one. */
function listIn(body: unknown, name: string): unknown[] | undefined {
  const list = isObject(body) ? body[name] : undefined;
  return Array.isArray(list) ? list : undefined;
}
