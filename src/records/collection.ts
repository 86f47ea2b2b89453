import type { RecordSource } from "./batches.ts";
import { type Bulk, bulkOf } from "./bulk.ts";
import type { ClientContext } from "../client-context.ts";
import { SchemaValidationError } from "../errors/schema-validation-error.ts";
import { type External, externalOf } from "./external.ts";
import { type IngestInput, ingestInto, type IngestOptions } from "./ingest.ts";
import type { CollectionContext } from "./collection-context.ts";
import { type ListOptions, listRecords } from "./list.ts";
import { fetchPage, type PageOptions } from "./pages.ts";
import { collectionSegment, recordSegment } from "./paths.ts";
import { createRecord, deleteRecord, getRecord, updateRecord } from "./record.ts";
import type { IngestReport } from "./report.ts";
import { issuesOf, type StandardSchema } from "./standard-schema.ts";
import { type StreamOptions, streamRecords } from "./stream.ts";
import type { CallOptions } from "../http/call-options.ts";
import type {
  JsonObject,
  KinabaseRecord,
  NewRecord,
  RecordChange,
  RecordPage,
} from "../wire/types.ts";

/** What a collection can be told. */
export interface CollectionOptions<S extends StandardSchema = StandardSchema> {
  /**
   * Checks the `data` of records that are added and of records that are read, and gives it its type.
   * Values pass through as they came: what the schema would convert or fill in is not.
   */
  schema?: S | undefined;
}

/** What adding a record takes. */
export interface CreateOptions extends CallOptions {
  /**
   * Whether the record may be added twice without harm, so that it is sent again when the answer is
   * lost. Default `false`.
   */
  idempotent?: boolean | undefined;
}

/**
 * The records of one collection.
 *
 * @typeParam D What a record's `data` holds.
 */
export interface Collection<D = JsonObject> {
  /**
   * One page of records (D).
   *
   * @throws {SchemaValidationError} When a record does not fit the schema.
   */
  page(options?: PageOptions): Promise<RecordPage<D>>;
  /**
   * All records, page by page, the next page being fetched while one is looked at. Not a snapshot:
   * records that are added or deleted meanwhile may be missed or come twice.
   *
   * @throws {SchemaValidationError} When a record does not fit the schema.
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
   * All records in one answer of up to 100,000 (D), each as soon as its bytes are there. Little is
   * held in memory. Leaving the loop ends the transfer.
   *
   * @throws {NetworkError} When the answer ends early, after the records that did arrive.
   * @throws {TruncatedError} After exactly 100,000 records, since there may be more (A).
   * @throws {SchemaValidationError} When a record does not fit the schema.
   */
  stream(options?: StreamOptions): AsyncIterable<KinabaseRecord<D>>;
  /**
   * One record (D).
   *
   * @throws {NotFoundError} When there is none with this ID.
   */
  get(id: string, call?: CallOptions): Promise<KinabaseRecord<D>>;
  /**
   * Adds a record (D). It is sent once: when its answer is lost, whether it was added is not known.
   *
   * @returns The record with its new ID.
   * @throws {SchemaValidationError} When `data` does not fit the schema; nothing was sent then.
   * @throws {BadRequestError} When Kinabase refuses it.
   */
  create(record: NewRecord<D>, options?: CreateOptions): Promise<KinabaseRecord<D>>;
  /**
   * Changes the given fields of a record; the others stay (O).
   *
   * @returns The record, or `undefined` when the answer held none (A).
   * @throws {NotFoundError} When there is none with this ID.
   */
  update(
    id: string,
    change: RecordChange<D>,
    call?: CallOptions,
  ): Promise<KinabaseRecord<D> | undefined>;
  /**
   * Deletes a record (D).
   *
   * @throws {NotFoundError} When there is none with this ID.
   */
  delete(id: string, call?: CallOptions): Promise<void>;
  /**
   * The records by their IDs in another service (D).
   *
   * @param service The service's name.
   */
  external(service: string): External<D>;
  /** Adding, updating and deleting many records (D). */
  readonly bulk: Bulk<D>;
  /**
   * Sends telemetry: timestamped changes of tracked fields (D), in batches.
   *
   * @throws {PartialFailureError} When a record failed, also where the server answered 200 (O).
   *
   * @example
   * ```ts
   * import { createClient } from "@kinakit/kinabase";
   *
   * declare const appId: string, appSecret: string, sensorId: string;
   * const sensors = createClient({ appId, appSecret }).collection("sensors");
   * await sensors.ingest([
   *   { id: sensorId, changes: [{ timestamp: new Date(), data: { temperature: 21.5 } }] },
   * ]);
   * ```
   */
  ingest(records: RecordSource<IngestInput<D>>, options?: IngestOptions): Promise<IngestReport>;
}

/** Binds the calls of one collection. */
export function createCollection(
  client: ClientContext,
  idOrSlug: string,
  { schema }: CollectionOptions,
): Collection {
  const path = `collections/${collectionSegment(idOrSlug)}`;
  const context: CollectionContext = {
    client,
    path,
    async checkRead(records) {
      if (schema === undefined) return;
      for (const { id, data } of records) {
        const issues = await issuesOf(schema, data);
        if (issues.length > 0) throw misfit(`Record ${id} of ${idOrSlug}`, issues);
      }
    },
    async checkWrite(data) {
      if (schema === undefined) return;
      const issues = await issuesOf(schema, data);
      if (issues.length > 0) throw misfit(`The data of a new record of ${idOrSlug}`, issues);
    },
  };
  const pathOf = (id: string) => `${path}/${recordSegment(id)}`;
  return {
    page: (options) => fetchPage(context, options),
    list: (options) => listRecords(context, options),
    stream: (options) => streamRecords(context, options),
    get: async (id, call) => await getRecord(context, pathOf(id), call),
    create: async (record, options) => {
      const deadline = client.deadline(options, ["idempotent"]);
      return await createRecord(context, record, deadline, options?.idempotent);
    },
    update: async (id, change, call) => await updateRecord(context, pathOf(id), change, call),
    delete: async (id, call) => await deleteRecord(context, pathOf(id), call),
    external: (service) => externalOf(context, service),
    bulk: bulkOf(context),
    ingest: (records, options) => ingestInto(context, records, options),
  };
}

function misfit(what: string, issues: readonly string[]): SchemaValidationError {
  return new SchemaValidationError(`${what} does not fit the schema: ${issues.join("; ")}`, {
    issues,
    mayHaveBeenApplied: false,
    remedy: "Fix the data or the schema.",
  });
}
