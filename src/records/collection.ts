import type { RecordSource } from "./batches.ts";
import { type Bulk, bulkOf } from "./bulk.ts";
import { expectBoolean } from "../check-options.ts";
import type { ClientContext } from "../client-context.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import { SchemaValidationError } from "../errors/schema-validation-error.ts";
import { type External, externalOf } from "./external.ts";
import { type IngestInput, ingestInto, type IngestOptions } from "./ingest.ts";
import type { CollectionContext } from "./collection-context.ts";
import { type ListOptions, listRecords } from "./list.ts";
import { fetchPage, type PageOptions } from "./page.ts";
import { collectionSegment, recordSegment } from "./paths.ts";
import { createRecord, deleteRecord, getRecord, updateRecord } from "./record.ts";
import type { IngestReport } from "./report.ts";
import { expectSchema, issuesOf, type StandardSchema } from "./standard-schema.ts";
import { type StreamOptions, streamRecords } from "./stream.ts";
import type { CallOptions } from "../http/call-options.ts";
import type {
  JsonObject,
  KinabaseRecord,
  NewRecord,
  RecordChange,
  RecordPage,
} from "../wire/types.ts";

/** The options of a collection. */
export interface CollectionOptions<S extends StandardSchema = StandardSchema> {
  /**
   * Defines the type of `data`, and checks it when records are added and when they are read. Values are not
   * changed: the schema's transformations and defaults are not applied.
   */
  schema?: S | undefined;
}

/** The options of adding a record. */
export interface CreateOptions extends CallOptions {
  /**
   * Whether it is safe to add the record twice, so that the request can be retried when its response is
   * lost. Default `false`.
   */
  idempotent?: boolean | undefined;
}

/**
 * The records of one collection.
 *
 * @typeParam D The type of a record's `data`.
 */
export interface Collection<D = JsonObject> {
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
   * Yields all records of one response of up to 100,000 records (D), each as soon as it arrives. It keeps
   * only little data in memory. Leaving the loop ends the transfer.
   *
   * @throws {NetworkError} When the response ends early, after the records that arrived.
   * @throws {TruncatedError} After exactly 100,000 records, because there may be more (A); see `atLimit`.
   * @throws {SchemaValidationError} When a record does not match the schema.
   */
  stream(options?: StreamOptions): AsyncIterable<KinabaseRecord<D>>;
  /**
   * Returns one record (D).
   *
   * @throws {NotFoundError} When no record has this ID.
   */
  get(id: string, call?: CallOptions): Promise<KinabaseRecord<D>>;
  /**
   * Adds a record (D). If the response is lost, the request is not retried unless you set `idempotent`: the
   * record may have been added.
   *
   * @returns The record with its new ID.
   * @throws {SchemaValidationError} When `data` does not match the schema; no request is sent.
   * @throws {BadRequestError} When Kinabase rejects the record.
   */
  create(record: NewRecord<D>, options?: CreateOptions): Promise<KinabaseRecord<D>>;
  /**
   * Changes the given fields of a record. The other fields stay unchanged (O).
   *
   * @returns The record, or `undefined` when the response does not contain it (A).
   * @throws {NotFoundError} When no record has this ID.
   */
  update(
    id: string,
    change: RecordChange<D>,
    call?: CallOptions,
  ): Promise<KinabaseRecord<D> | undefined>;
  /**
   * Deletes a record (D).
   *
   * @throws {NotFoundError} When no record has this ID.
   */
  delete(id: string, call?: CallOptions): Promise<void>;
  /**
   * Accesses records by their IDs in another service (D). It sends no request.
   *
   * @param service The service's name.
   */
  external(service: string): External<D>;
  /** Adds, updates and deletes many records (D). */
  readonly bulk: Bulk<D>;
  /**
   * Sends telemetry in batches: timestamped changes of tracked fields (D).
   *
   * @throws {PartialFailureError} When a record failed, even if the server returned 200 (O).
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

/** Creates the calls of one collection. */
export function createCollection(
  client: ClientContext,
  idOrSlug: string,
  { schema }: CollectionOptions,
): Collection {
  const path = `collections/${collectionSegment(idOrSlug)}`;
  expectSchema(schema);
  const { redactor } = client;

  /** A schema may repeat the value, and with it what a server sent. */
  function misfit(what: string, issues: readonly string[]): SchemaValidationError {
    const shown = issues.map((issue) => redactor.shown(issue));
    return new SchemaValidationError(
      `${redactor.shown(what)} does not match the schema: ${redactor.shown(issues.join("; "))}`,
      { issues: shown, mayHaveBeenApplied: false, remedy: "Fix the data or the schema." },
    );
  }

  const context: CollectionContext = {
    client,
    path,
    checkRead(records, deadline) {
      if (schema === undefined) return undefined;
      return deadline.guard("result of the schema", async () => {
        for (const { id, data } of records) {
          const issues = await issuesOf(schema, data);
          if (issues.length > 0) throw misfit(`Record ${id} of ${idOrSlug}`, issues);
        }
      });
    },
    async checkWrite(data, deadline) {
      if (schema === undefined) return;
      const check = () => issuesOf(schema, data);
      const issues = await (deadline?.guard("result of the schema", check) ?? check())
        .catch(notApplied);
      if (issues.length > 0) throw misfit(`The data for a record of ${idOrSlug}`, issues);
    },
  };
  const pathOf = (id: string) => `${path}/${recordSegment(id)}`;
  return {
    page: (options) => fetchPage(context, options),
    list: (options) => listRecords(context, options),
    stream: (options) => streamRecords(context, options),
    get: async (id, call) => await getRecord(context, pathOf(id), call, id),
    create: async (record, options) => {
      const deadline = client.deadline(options, ["idempotent"]);
      expectBoolean("idempotent", options?.idempotent);
      return await createRecord(context, record, deadline, options?.idempotent);
    },
    update: async (id, change, call) => await updateRecord(context, pathOf(id), change, call, id),
    delete: async (id, call) => await deleteRecord(context, pathOf(id), call),
    external: (service) => externalOf(context, service),
    bulk: bulkOf(context),
    ingest: (records, options) => ingestInto(context, records, options),
  };
}

/** Throws an error from before the request. */
function notApplied(error: unknown): never {
  if (error instanceof KinabaseError) error.mayHaveBeenApplied = false;
  throw error;
}
