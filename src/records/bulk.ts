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
import { contradictionIn, isObject, isRecord } from "./envelopes.ts";
import { changeProblem } from "./record.ts";
import { rangesOf } from "./ranges.ts";
import { createRepetitionCheck, idProblem } from "./record-ids.ts";
import type { BulkReport } from "./report.ts";

/** A batch that was written. */
export interface WrittenBatch<D = JsonObject> {
  /** The index of its first record in what the caller gave. */
  from: number;
  /** The index after its last record. */
  to: number;
  /**
   * The records as the server gave them back, in the order they were sent; absent when its answer
   * held none (A).
   */
  records?: KinabaseRecord<D>[] | undefined;
}

/** What adding and updating in bulk takes. */
export interface BulkWriteOptions<D = JsonObject> extends BulkOptions {
  /**
   * Is given each batch that was written, so that new IDs can be kept, and awaited before the next one
   * is sent. What it throws ends the work.
   */
  onBatch?: ((batch: WrittenBatch<D>) => void | Promise<void>) | undefined;
}

/** A change of a record that is named by its ID. */
export interface BulkChange<D = JsonObject> extends RecordChange<D> {
  /** The record's ID. */
  id: string;
}

/** Adding, updating and deleting many records of one collection. */
export interface Bulk<D = JsonObject> {
  /**
   * Adds records (D). A batch whose answer is lost is not sent again, since it may have been written:
   * it is reported as `unknown`.
   *
   * @throws {PartialFailureError} Unless every record was written; see `throwOnFailure`.
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
   * Updates records by their IDs (D). A batch whose answer is lost is sent again: writing the same
   * values twice changes nothing.
   *
   * @throws {PartialFailureError} Unless every record was written; see `throwOnFailure`.
   * @throws {TypeError} When an option is wrong.
   */
  update(records: RecordSource<BulkChange<D>>, options?: BulkWriteOptions<D>): Promise<BulkReport>;
  /**
   * Deletes records by their IDs (D).
   *
   * @throws {PartialFailureError} Unless every record was deleted; see `throwOnFailure`.
   * @throws {TypeError} When an option is wrong.
   */
  delete(ids: RecordSource<string>, options?: BulkOptions): Promise<BulkReport>;
}

/** Binds bulk calls to a collection. */
export function bulkOf(context: CollectionContext): Bulk {
  const { client } = context;
  const path = `${context.path}/bulk`;

  const send = <T>(
    method: "POST" | "PATCH" | "DELETE",
    bodyOf: (items: T[]) => unknown,
  ): BatchWork<T, BulkReport>["send"] =>
  (batch, deadline) => {
    const body = bodyOf(batch.items);
    // Writing the same values twice changes nothing; adding or deleting twice does.
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
            if (!isObject(record)) return `[${index}] is no record`;
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
              : `[${index}] is no record`) ??
              changeProblem(`[${index}]`, record) ?? repeated(record.id, index),
          send: send("PATCH", (items) => ({ records: items })),
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

/** Done if nothing speaks against it. */
function judgeCreated<T>(
  batch: Batch<T>,
  response: JsonResponse,
  onBatch: BulkWriteOptions["onBatch"],
): Judged {
  const contradiction = contradictionIn(response.body);
  if (contradiction !== undefined) return allUnknown(batch, response, contradiction);
  const listed = listIn(response.body, "records")?.length ?? batch.items.length;
  if (listed !== batch.items.length) {
    return allUnknown(batch, response, `${listed} records for the ${batch.items.length} sent`);
  }
  return announced(batch, response, onBatch);
}

/** Done is what the response names by its ID; where it names none, the lengths must agree. */
function judgeNamed<T>(
  batch: Batch<T>,
  response: JsonResponse,
  idOf: (item: T) => string,
): Judged {
  const { items } = batch;
  const contradiction = contradictionIn(response.body);
  if (contradiction !== undefined) return allUnknown(batch, response, contradiction);
  const listed = listIn(response.body, "records") ?? listIn(response.body, "recordIds");
  if (listed === undefined) return {};
  const ids = listed.map((entry) => isObject(entry) ? entry["id"] : entry);
  const named = new Set(ids.filter((id) => typeof id === "string"));
  if (named.size === 0 && listed.length === items.length) return {};
  return {
    unknown: rangesOf(items.map((item) => !named.has(idOf(item)))).map(({ from, to }) =>
      unconfirmed({ from: batch.from + from, to: batch.from + to }, response, "it is not named")
    ),
  };
}

function allUnknown<T>(batch: Batch<T>, response: JsonResponse, what: string): Judged {
  return { unknown: [unconfirmed(batch, response, what)] };
}

/** Passes a batch that was written on to the caller. */
function announced<T>(
  { from, to, items }: Batch<T>,
  response: JsonResponse,
  onBatch: BulkWriteOptions["onBatch"],
): Judged {
  const listed = listIn(response.body, "records");
  // New IDs are paired with what was sent only where the lengths agree.
  const records = listed?.length === items.length && listed.every(isRecord) ? listed : undefined;
  return { announce: () => onBatch?.({ from, to, records }) };
}

/** A list in a response's body. */
function listIn(body: unknown, name: string): unknown[] | undefined {
  const list = isObject(body) ? body[name] : undefined;
  return Array.isArray(list) ? list : undefined;
}
