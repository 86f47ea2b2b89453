import type { CollectionContext } from "./collection-context.ts";
import { segment } from "./paths.ts";
import { deleteRecord } from "./delete-record.ts";
import { getRecord } from "./get-record.ts";
import { updateRecord } from "./update-record.ts";
import { upsertRecord } from "./upsert.ts";
import type { CallOptions } from "../http/call-options.ts";
import type { JsonObject, KinabaseRecord, RecordChange } from "../wire/types.ts";

/** Accesses the records of a collection by their IDs in another service. */
export interface External<D = JsonObject> {
  /**
   * Returns the record that is linked to an ID of the service (D).
   *
   * @throws {NotFoundError} When no record is linked to this ID.
   */
  get(externalId: string, call?: CallOptions): Promise<KinabaseRecord<D>>;
  /**
   * Changes the given fields of the record that is linked to an ID of the service (D).
   *
   * @returns The record, or `undefined` when the response does not contain it (A).
   * @throws {NotFoundError} When no record is linked to this ID. A deployment that adds a record with this link
   *   instead (A) does not show the difference.
   */
  update(
    externalId: string,
    change: RecordChange<D>,
    call?: CallOptions,
  ): Promise<KinabaseRecord<D> | undefined>;
  /**
   * Deletes the record that is linked to an ID of the service (D).
   *
   * @throws {NotFoundError} When no record is linked to this ID.
   */
  delete(externalId: string, call?: CallOptions): Promise<void>;
  /**
   * Updates the record that is linked to an ID of the service, or adds a record with that link.
   *
   * It is not atomic: Kinabase has no upsert, so it sends up to three requests. If another program adds the
   * record in the meantime, Kinabase rejects the second record (A), and the client updates the existing
   * one. If Kinabase moves the link to the second record instead, there are two records, and this call
   * returns the one with the link.
   *
   * @returns The record, or `undefined` when the response does not contain it (A).
   * @throws {SchemaValidationError} When `data` does not match the schema; no request is sent.
   * @throws {BadRequestError} When Kinabase rejects the record. Like every error of this call, its
   *   `attempts` and `mayHaveBeenApplied` cover all requests of the call.
   * @throws {TypeError} When `record` has other properties than `data`.
   */
  upsert(
    externalId: string,
    record: { data: D },
    call?: CallOptions,
  ): Promise<KinabaseRecord<D> | undefined>;
}

/**
 * Creates the calls for the external IDs of a service.
 *
 * @internal
 */
export function externalOf(context: CollectionContext, service: string): External {
  const services = `${context.path}/ext/${segment("service", service)}`;
  const pathOf = (externalId: string) => `${services}/${segment("externalId", externalId)}`;
  return {
    get: async (externalId, call) => await getRecord(context, pathOf(externalId), call),
    update: async (externalId, change, call) =>
      await updateRecord(context, pathOf(externalId), change, call),
    delete: async (externalId, call) => await deleteRecord(context, pathOf(externalId), call),
    upsert: async (externalId, record, call) => {
      const link = { key: service, id: externalId };
      return await upsertRecord(context, pathOf(externalId), link, record, call);
    },
  };
}
