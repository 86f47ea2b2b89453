import { trySendJson } from "../http/json-call.ts";
import { jsonText } from "../http/json-text.ts";
import type { JsonObject, NewRecord, RecordChange } from "../wire/types.ts";
import { type BatchWork, type BulkOptions, type RecordSource, sendInBatches } from "./batches.ts";
import { announced, judgeCreated, judgeNamed, type WrittenBatch } from "./bulk-response.ts";
import type { CollectionContext } from "./collection-context.ts";
import { expectFunction } from "../support/option-checks.ts";
import { isObject } from "../support/is-object.ts";
import { newRecordProblem } from "./create-record.ts";
import { changeProblem, sentChange } from "./update-record.ts";
import { createRepetitionCheck, idProblem } from "./record-ids.ts";
import type { BulkReport } from "./report.ts";

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

/**
 * Creates the bulk calls of a collection.
 *
 * @internal
 */
export function bulkOf(context: CollectionContext): Bulk {
  const { client } = context;
  const path = `${context.path}/bulk`;

  const send = <T>(
    method: "POST" | "PATCH" | "DELETE",
    bodyOf: (items: T[]) => unknown,
  ): BatchWork<T, BulkReport>["send"] =>
  (batch, deadline) => {
    const body = jsonText(bodyOf(batch.items), path);
    // Updating with the same values twice changes nothing; adding or deleting twice is not safe.
    return trySendJson(
      client,
      { method, path, body, idempotent: method === "PATCH", bulk: true },
      deadline,
    );
  };

  return {
    create: (records, options = {}) =>
      sendInBatches(
        client,
        {
          name: "bulk.create",
          options: { onBatch: expectFunction },
          async problemWith(record, index) {
            const problem = newRecordProblem(`[${index}]`, record);
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
          options: { onBatch: expectFunction },
          problemWith: (record, index) =>
            (isObject(record) ? idProblem(record.id, `[${index}].id`) : undefined) ??
              changeProblem(`[${index}]`, record) ?? repeated(record.id, index),
          send: send("PATCH", (items) => ({ records: items.map(sentChange) })),
          judge(batch, response) {
            const idOf = ({ id }: BulkChange) => id;
            const judged = judgeNamed(batch, response, idOf);
            return judged.unknown ? judged : announced(batch, response, options.onBatch, idOf);
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
