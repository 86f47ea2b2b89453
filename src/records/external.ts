import { BadRequestError, NotFoundError } from "../errors/errors.ts";
import type { CollectionContext } from "./collection-context.ts";
import { segment } from "./paths.ts";
import { createRecord, deleteRecord, getRecord, updateRecord } from "./record.ts";
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
   * @throws {NotFoundError} When no record is linked to this ID.
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
   * one. If Kinabase does not reject it, there are two records.
   *
   * @returns The record, or `undefined` when the response does not contain it (A).
   * @throws {SchemaValidationError} When `data` does not match the schema; no request is sent.
   * @throws {BadRequestError} When Kinabase rejects the record.
   */
  upsert(
    externalId: string,
    record: { data: D },
    call?: CallOptions,
  ): Promise<KinabaseRecord<D> | undefined>;
}

/** Creates the calls for the external IDs of a service. */
export function externalOf(context: CollectionContext, service: string): External {
  const services = `${context.path}/ext/${segment("service", service)}`;
  const pathOf = (externalId: string) => `${services}/${segment("externalId", externalId)}`;
  return {
    get: async (externalId, call) => await getRecord(context, pathOf(externalId), call),
    update: async (externalId, change, call) =>
      await updateRecord(context, pathOf(externalId), change, call),
    delete: async (externalId, call) => await deleteRecord(context, pathOf(externalId), call),
    async upsert(externalId, { data }, call) {
      const path = pathOf(externalId);
      await context.checkWrite(data);
      const deadline = context.client.deadline(call);
      const update = () => updateRecord(context, path, { data }, deadline);
      const absent = await unless(NotFoundError, update);
      if (absent.error === undefined) return absent.value;
      const link = { key: service, id: externalId };
      const create = () => createRecord(context, { data, external: [link] }, deadline);
      const refused = await unless(BadRequestError, create);
      if (refused.error === undefined) return refused.value;
      const stillAbsent = await unless(NotFoundError, update);
      // No other program has added the record: it was rejected for another reason.
      if (stillAbsent.error !== undefined) throw refused.error;
      return stillAbsent.value;
    },
  };
}

/** Returns the value, or the error if it is an instance of one class. Other errors are thrown. */
async function unless<T, E extends Error>(
  kind: new (...args: never[]) => E,
  work: () => Promise<T>,
): Promise<{ value: T; error?: undefined } | { error: E }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof kind) return { error };
    throw error;
  }
}
