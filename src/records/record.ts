import type { CallOptions } from "../http/call-options.ts";
import type { Deadline } from "../http/deadline.ts";
import { type JsonResponse, sendJson } from "../http/json.ts";
import { jsonText } from "../http/json-text.ts";
import type { JsonObject, KinabaseRecord, NewRecord, RecordChange } from "../wire/types.ts";
import { describeValue, shortened, withoutSecrets } from "../support/describe-value.ts";
import type { CollectionContext } from "./collection-context.ts";
import { contradictionIn, isRecord } from "./envelopes.ts";
import { isObject } from "../support/is-object.ts";
import { areDifferentUuids } from "./record-ids.ts";

/**
 * Reads a record: `GET` of its path (D).
 *
 * @param id The record's ID, if the path contains it.
 */
export async function getRecord(
  { client, checkRead }: CollectionContext,
  path: string,
  call: CallOptions | undefined,
  id?: string,
): Promise<KinabaseRecord<JsonObject>> {
  const deadline = client.deadline(call);
  const response = await sendJson(client, { method: "GET", path, idempotent: true }, deadline);
  const { body } = response;
  if (!isRecord(body)) throw response.unexpected("but the body is not a record");
  expectSameRecord(response, body, id);
  await checkRead?.([body], deadline);
  return body;
}

/** Adds a record: `POST` of the collection's path (D, O). */
export async function createRecord(
  context: CollectionContext,
  record: NewRecord,
  deadline: Deadline,
  idempotent = false,
): Promise<KinabaseRecord<JsonObject>> {
  if (!isObject(record)) throw new TypeError(expectedObject("create", record));
  const problem = ownIdProblem("create", record);
  if (problem !== undefined) throw new TypeError(problem);
  await context.checkWrite(record.data, deadline);
  return await postRecord(context, record, deadline, idempotent);
}

/** Like {@linkcode createRecord}, for a record that was already checked. */
export async function postRecord(
  { client, path }: CollectionContext,
  record: NewRecord,
  deadline: Deadline,
  idempotent = false,
): Promise<KinabaseRecord<JsonObject>> {
  const call = { method: "POST", path, body: jsonText(record, path), idempotent } as const;
  const response = await sendJson(client, call, deadline);
  const { body } = response;
  if (isRecord(body)) return body;
  expectNoContradiction(response);
  throw response.unexpected("but the body is not the record that was added");
}

/**
 * Changes a record: `PATCH` of its path (D). The content of the response is not known (A).
 *
 * @param id The record's ID, if the path contains it.
 */
export async function updateRecord(
  { client }: CollectionContext,
  path: string,
  change: RecordChange,
  call: CallOptions | Deadline | undefined,
  id?: string,
): Promise<KinabaseRecord<JsonObject> | undefined> {
  const problem = changeProblem("update", change);
  if (problem !== undefined) throw new TypeError(problem);
  // It sets fields to given values, so a repeated request changes nothing (O).
  const body = jsonText(sentChange(change), path);
  const request = { method: "PATCH", path, body, idempotent: true } as const;
  const response = await sendJson(client, request, call);
  expectNoContradiction(response);
  const record = response.body;
  if (!isRecord(record)) return undefined;
  expectSameRecord(response, record, id);
  return record;
}

/** Deletes a record: `DELETE` of its path (D). */
export async function deleteRecord(
  { client }: CollectionContext,
  path: string,
  call: CallOptions | undefined,
): Promise<void> {
  expectNoContradiction(
    await sendJson(client, { method: "DELETE", path, idempotent: true }, call),
  );
}

/**
 * Returns what is wrong with the ID of a record to add, or `undefined`. It is not known whether Kinabase would
 * refuse, replace or keep it (A), so it is never sent.
 */
export function ownIdProblem(name: string, { id }: { id?: unknown }): string | undefined {
  if (id === undefined || id === null) return undefined;
  return `${name}: expected a record without an ID, because Kinabase assigns it; got id ${
    describeValue(id)
  }`;
}

/**
 * A change as it is sent: without `external` if it is `null`, which means "not given". Programs rely on that
 * `null` changes nothing (O), but another deployment may remove the links (A).
 */
export function sentChange<C extends RecordChange>(change: C): Omit<C, "external"> | C {
  if (change.external !== null) return change;
  const { external: _, ...rest } = change;
  return rest;
}

/**
 * Returns what is wrong with a change, or `undefined`. For a change without fields in `data`, the server
 * would return 200 and change nothing.
 */
export function changeProblem(name: string, change: RecordChange): string | undefined {
  if (!isObject(change)) return expectedObject(name, change);
  const { data, external } = change;
  // JSON omits properties that are undefined, and null means "not given".
  if (external !== undefined && external !== null) return undefined;
  if (data === undefined) {
    const given = Object.keys(change)
      .map((key) => key === "external" ? `${key}: ${external}` : key).join(", ");
    const names = shortened(withoutSecrets(given)) || "nothing";
    return `${name}: expected { data } or { external }, got ${names}: put fields into data`;
  }
  if (!isObject(data)) return undefined;
  const values = Object.values(data);
  if (values.length === 0 || values.some((value) => value !== undefined)) return undefined;
  return `${name}: expected data with a field to change, but all fields are undefined`;
}

/** Throws when the body of a successful response says that the write failed. */
function expectNoContradiction(response: JsonResponse): void {
  const contradiction = contradictionIn(response.body);
  if (contradiction !== undefined) {
    throw response.unexpected(`but the body says: ${contradiction}`);
  }
}

/** Throws when a response contains another record than the requested one. */
function expectSameRecord(
  response: JsonResponse,
  record: KinabaseRecord<JsonObject>,
  id: string | undefined,
): void {
  if (id === undefined || !areDifferentUuids(id, record.id)) return;
  throw response.unexpected(`but the body is another record: ${record.id}`);
}

function expectedObject(name: string, value: unknown): string {
  return `${name}: expected an object with data, got ${describeValue(value)}`;
}
