import type { CallOptions } from "../http/call-options.ts";
import type { JsonObject, KinabaseRecord, RecordPage } from "../wire/types.ts";
import type { CollectionContext } from "./collection-context.ts";
import { type ListOptions, listRecords } from "./list.ts";
import { fetchPage, type PageOptions } from "./page.ts";
import { recordSegment } from "./paths.ts";
import { getRecord } from "./get-record.ts";

/**
 * Reads the records of one collection.
 *
 * @typeParam D The type of a record's `data`.
 */
export interface CollectionReader<D = JsonObject> {
  /**
   * Returns one page of records (D).
   *
   * @throws {SchemaValidationError} When a record does not match the schema.
   */
  page(options?: PageOptions): Promise<RecordPage<D>>;
  /**
   * Yields all records, page by page. It requests the next page while you process the current one. It is
   * not a snapshot: records that are added or deleted during the list may be missing or appear twice.
   *
   * @throws {UnexpectedResponseError} When the pages show that records are missing.
   * @throws {SchemaValidationError} When a record does not match the schema.
   *
   * @example
   * ```ts
   * import { createClient } from "@kinakit/kinabase";
   *
   * declare const appId: string, appSecret: string;
   * const orders = createClient({ appId, appSecret }).collection("purchase-orders");
   * for await (const { id, data } of orders.list({ updatedAfter: "2026-01-01T00:00:00Z" })) {
   *   console.log(id, data);
   * }
   * ```
   */
  list(options?: ListOptions): AsyncIterable<KinabaseRecord<D>>;
  /**
   * Returns one record (D).
   *
   * @throws {NotFoundError} When no record has this ID.
   */
  get(id: string, call?: CallOptions): Promise<KinabaseRecord<D>>;
}

/**
 * Creates the calls that read one collection.
 *
 * @internal
 */
export function collectionReader(context: CollectionContext): CollectionReader {
  return {
    page: (options) => fetchPage(context, options),
    list: (options) => listRecords(context, options),
    get: async (id, call) =>
      await getRecord(context, `${context.path}/${recordSegment(id)}`, call, id),
  };
}
