import {
  type Batch,
  type BulkOptions,
  conclude,
  type RecordSource,
  sendInBatches,
} from "./batches.ts";
import { isBulkRecordsResponse } from "./envelopes.ts";
import { sendJson } from "../http/json.ts";
import type { CollectionContext } from "./pages.ts";
import { expectChange } from "./record.ts";
import type { BulkReport } from "./report.ts";
import type { JsonObject, KinabaseRecord, NewRecord, RecordChange } from "../wire/types.ts";

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
  const path = `${context.path}/bulk`;

  async function write<T>(
    call: { name: string; method: "POST" | "PATCH"; idempotent: boolean },
    records: RecordSource<T>,
    options: BulkWriteOptions,
    prepare: (item: T, index: number) => Promise<void> | void,
  ): Promise<BulkReport> {
    const { name, method, idempotent } = call;
    const { report, stopped } = await sendInBatches(
      {
        name,
        prepare,
        async send(batch: Batch<T>) {
          const { from, to, items } = batch;
          const body = { records: items };
          const answer = await sendJson(
            context.client,
            { method, path, body, idempotent, fate: batch },
            options,
          );
          const written = isBulkRecordsResponse(answer.body) ? answer.body.records : undefined;
          return { announce: () => options.onBatch?.({ from, to, records: written }) };
        },
      },
      records,
      options,
    );
    return conclude(name, report, stopped, options);
  }

  return {
    create: (records, options = {}) =>
      write(
        { name: "bulk.create", method: "POST", idempotent: false },
        records,
        options,
        async (record, index) => {
          expectObject("bulk.create", record, index);
          await context.checkWrite(record.data);
        },
      ),
    update: (records, options = {}) =>
      write(
        { name: "bulk.update", method: "PATCH", idempotent: true },
        records,
        options,
        (record, index) => {
          expectObject("bulk.update", record, index);
          expectId("bulk.update", record.id, `[${index}].id`);
          expectChange(`bulk.update: [${index}]`, record);
        },
      ),
    async delete(ids, options = {}) {
      const name = "bulk.delete";
      const { report, stopped } = await sendInBatches(
        {
          name,
          prepare: (id, index) => expectId(name, id, `[${index}]`),
          async send(batch: Batch<string>) {
            const body = { recordIds: batch.items };
            const call = { method: "DELETE", path, body, idempotent: false, fate: batch } as const;
            await sendJson(context.client, call, options);
          },
        },
        ids,
        options,
      );
      return conclude(name, report, stopped, options);
    },
  };
}

function expectObject(name: string, record: unknown, index: number): void {
  if (typeof record === "object" && record !== null) return;
  throw new TypeError(`${name}: expected [${index}] to be a record, got ${String(record)}`);
}

function expectId(name: string, id: unknown, where: string): void {
  if (typeof id === "string" && id !== "") return;
  throw new TypeError(`${name}: expected ${where} to be a record's ID, got ${JSON.stringify(id)}`);
}
