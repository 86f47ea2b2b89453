import { BadRequestError, NotFoundError } from "../errors/errors.ts";
import type { CollectionContext } from "./collection-context.ts";
import { segment } from "./paths.ts";
import { createRecord, deleteRecord, getRecord, updateRecord } from "./record.ts";
import type { CallOptions } from "../http/call-options.ts";
import type { JsonObject, KinabaseRecord, RecordChange } from "../wire/types.ts";

/** The records of a collection by their IDs in another service. */
export interface External<D = JsonObject> {
  /**
   * The record linked to an ID of the service (D).
   *
   * @throws {NotFoundError} When no record is linked to it.
   */
  get(externalId: string, call?: CallOptions): Promise<KinabaseRecord<D>>;
  /**
   * Changes the given fields of the record linked to an ID of the service (D).
   *
   * @returns The record, or `undefined` when the answer held none (A).
   * @throws {NotFoundError} When no record is linked to it.
   */
  update(
    externalId: string,
    change: RecordChange<D>,
    call?: CallOptions,
  ): Promise<KinabaseRecord<D> | undefined>;
  /**
   * Deletes the record linked to an ID of the service (D).
   *
   * @throws {NotFoundError} When no record is linked to it.
   */
  delete(externalId: string, call?: CallOptions): Promise<void>;
  /**
   * Updates the record linked to an ID of the service, or adds one with that link when there is none.
   *
   * It is not atomic: Kinabase has no such call, so it takes two or three. When another program adds
   * the record in between, adding it here is refused (A) and one more update settles it. If Kinabase
   * did not refuse it, there would be two.
   *
   * @returns The record, or `undefined` when the answer held none (A).
   * @throws {SchemaValidationError} When `data` does not fit the schema; nothing was sent then.
   */
  upsert(
    externalId: string,
    record: { data: D },
    call?: CallOptions,
  ): Promise<KinabaseRecord<D> | undefined>;
}

/** Binds the calls by external ID to a service. */
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
      // Nobody was faster: the refusal was about something else.
      if (stillAbsent.error !== undefined) throw refused.error;
      return stillAbsent.value;
    },
  };
}

/** The value, or the error if it is of one kind. */
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
