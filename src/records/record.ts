import { isRecord } from "./envelopes.ts";
import type { Deadline } from "../http/deadline.ts";
import { sendJson } from "../http/json.ts";
import type { CollectionContext } from "./pages.ts";
import type {
  CallOptions,
  JsonObject,
  KinabaseRecord,
  NewRecord,
  RecordChange,
} from "../wire/types.ts";

/** One record: `GET` of its path (D). */
export async function getRecord(
  { client, checkRead }: CollectionContext,
  path: string,
  call: CallOptions | undefined,
): Promise<KinabaseRecord<JsonObject>> {
  const answer = await sendJson(client, { method: "GET", path, idempotent: true }, call);
  const { body } = answer;
  if (!isRecord(body)) throw answer.unexpected("but not with a record");
  await checkRead([body]);
  return body;
}

/** Adds a record: `POST` of the collection's path (D, O). */
export async function createRecord(
  { client, path, checkWrite }: CollectionContext,
  record: NewRecord,
  call: CallOptions | Deadline | undefined,
  idempotent = false,
): Promise<KinabaseRecord<JsonObject>> {
  expectObject("create", record);
  await checkWrite(record.data);
  const answer = await sendJson(
    client,
    { method: "POST", path, body: record, idempotent },
    call,
  );
  const { body } = answer;
  if (!isRecord(body)) throw answer.unexpected("but not with the record that was added");
  return body;
}

/** Changes a record: `PATCH` of its path (D). What it is answered with is not known (A). */
export async function updateRecord(
  { client }: CollectionContext,
  path: string,
  change: RecordChange,
  call: CallOptions | Deadline | undefined,
): Promise<KinabaseRecord<JsonObject> | undefined> {
  expectObject("update", change);
  expectChange("update", change);
  // The given fields take the given values, so doing it twice changes nothing (O).
  const request = { method: "PATCH", path, body: change, idempotent: true } as const;
  const { body } = await sendJson(client, request, call);
  return isRecord(body) ? body : undefined;
}

/** Deletes a record: `DELETE` of its path (D). */
export async function deleteRecord(
  { client }: CollectionContext,
  path: string,
  call: CallOptions | undefined,
): Promise<void> {
  await sendJson(client, { method: "DELETE", path, idempotent: true }, call);
}

/**
 * Checks that a change holds what a change can: fields that were not put into `data` would be answered
 * with 200, and change nothing.
 *
 * @throws {TypeError}
 */
export function expectChange(name: string, change: object): void {
  if ("data" in change || "external" in change) return;
  const names = Object.keys(change).join(", ") || "nothing";
  throw new TypeError(
    `${name}: expected { data } or { external }, got ${names}: put fields into data`,
  );
}

function expectObject(name: string, value: unknown): void {
  if (typeof value === "object" && value !== null) return;
  throw new TypeError(`${name}: expected an object with data, got ${JSON.stringify(value)}`);
}
