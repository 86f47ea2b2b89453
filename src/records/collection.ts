import type { RecordSource } from "./batches.ts";
import { type Bulk, bulkOf } from "./bulk.ts";
import type { ClientContext } from "../client-context.ts";
import { type External, externalOf } from "./external.ts";
import { type IngestInput, ingestInto, type IngestOptions } from "./ingest.ts";
import { collectionContext, type CollectionOptions } from "./collection-context.ts";
import { type CollectionReader, collectionReader } from "./collection-reader.ts";
import { recordSegment } from "./paths.ts";
import { createRecord } from "./create-record.ts";
import { deleteRecord } from "./delete-record.ts";
import { updateRecord } from "./update-record.ts";
import type { IngestReport } from "./report.ts";
import { type StreamOptions, streamRecords } from "./stream.ts";
import { expectBoolean } from "../support/option-checks.ts";
import type { CallOptions } from "../http/call-options.ts";
import type { JsonObject, KinabaseRecord, NewRecord, RecordChange } from "../wire/types.ts";

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
export interface Collection<D = JsonObject> extends CollectionReader<D> {
  /**
   * Yields all records of one response of up to 100,000 records (D), each as soon as it arrives. It keeps
   * only little data in memory. Leaving the loop ends the transfer.
   *
   * @throws {NetworkError} When the response ends early, after the records that arrived.
   * @throws {TruncatedError} After exactly 100,000 records, because there may be more (A); see `atServerLimit`.
   * @throws {SchemaValidationError} When a record does not match the schema.
   */
  stream(options?: StreamOptions): AsyncIterable<KinabaseRecord<D>>;
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

/**
 * Creates the calls of one collection.
 *
 * @internal
 */
export function createCollection(
  client: ClientContext,
  idOrSlug: string,
  options?: CollectionOptions,
): Collection {
  const context = collectionContext(client, idOrSlug, options);
  const { path } = context;
  const pathOf = (id: string) => `${path}/${recordSegment(id)}`;
  return {
    ...collectionReader(context),
    stream: (options) => streamRecords(context, options),
    create: async (record, options) => {
      const deadline = client.deadline(options, { idempotent: expectBoolean });
      return await createRecord(context, record, deadline, options?.idempotent);
    },
    update: async (id, change, call) => await updateRecord(context, pathOf(id), change, call, id),
    delete: async (id, call) => await deleteRecord(context, pathOf(id), call),
    external: (service) => externalOf(context, service),
    bulk: bulkOf(context),
    ingest: (records, options) => ingestInto(context, records, options),
  };
}
