import { BadRequestError, NotFoundError } from "../errors/errors.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import { describeValue, shortened, withoutSecrets } from "../support/describe-value.ts";
import type { CollectionContext } from "./collection-context.ts";
import { isObject } from "../support/is-object.ts";
import { segment } from "./paths.ts";
import { deleteRecord, getRecord, postRecord, updateRecord } from "./record.ts";
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
    async upsert(externalId, record, call) {
      const path = pathOf(externalId);
      expectOnlyData(record);
      const { data } = record;
      const deadline = context.client.deadline(call);
      await context.checkWrite(data, deadline);
      const unless = createSteps();
      const update = () => updateRecord(context, path, { data }, deadline);
      const absent = await unless(NotFoundError, update);
      if (absent.error === undefined) return absent.value;
      const link = { key: service, id: externalId };
      const create = () => postRecord(context, { data, external: [link] }, deadline);
      const refused = await unless(BadRequestError, create);
      if (refused.error === undefined) return refused.value;
      const stillAbsent = await unless(NotFoundError, update);
      // No other program has added the record: it was rejected for another reason.
      if (stillAbsent.error !== undefined) {
        const { attempts, mayHaveBeenApplied } = stillAbsent.error;
        throw Object.assign(refused.error, { attempts, mayHaveBeenApplied });
      }
      return stillAbsent.value;
    },
  };
}

/** Throws when a record for `upsert` has fields that would not be sent. */
function expectOnlyData(record: unknown): void {
  if (!isObject(record)) {
    throw new TypeError(`upsert: expected an object with data, got ${describeValue(record)}`);
  }
  const other = Object.keys(record).find((name) => name !== "data");
  if (other === undefined) return;
  throw new TypeError(
    `upsert: expected { data }, got ${shortened(withoutSecrets(other))}: put fields into data`,
  );
}

/** The result of one request, or its error if it is of the expected class. */
type Step<T, E> = { value: T; error?: undefined } | { error: E };

/**
 * Creates a function that runs one of several requests of a call. It returns an error of the given class, and
 * throws others. Each error covers the earlier requests too: one of them may have been applied.
 */
function createSteps(): <T, E extends Error>(
  kind: new (...args: never[]) => E,
  work: () => Promise<T>,
) => Promise<Step<T, E>> {
  let attempts = 0;
  let mayHaveBeenApplied = false;
  return async (kind, work) => {
    try {
      return { value: await work() };
    } catch (error) {
      if (error instanceof KinabaseError) {
        attempts += error.attempts ?? 0;
        mayHaveBeenApplied ||= error.mayHaveBeenApplied === true;
        Object.assign(error, { attempts, mayHaveBeenApplied });
      }
      if (error instanceof kind) return { error };
      throw error;
    }
  };
}
