import type { Deadline } from "../http/deadline.ts";
import { sendJson } from "../http/json-call.ts";
import { jsonText } from "../http/json-text.ts";
import { describeValue } from "../support/describe-value.ts";
import { isObject } from "../support/is-object.ts";
import type { JsonObject, KinabaseRecord, NewRecord } from "../wire/types.ts";
import type { CollectionContext } from "./collection-context.ts";
import { expectNoContradiction } from "./contradiction.ts";
import { isRecord } from "./envelopes.ts";
import { noDataProblem } from "./update-record.ts";

/** Adds a record: `POST` of the collection's path (D, O). */
export async function createRecord(
  context: CollectionContext,
  record: NewRecord,
  deadline: Deadline,
  idempotent = false,
): Promise<KinabaseRecord<JsonObject>> {
  const problem = newRecordProblem("create", record);
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
 * Returns what is wrong with a record to add, or `undefined`. It is not known whether Kinabase would refuse,
 * replace or keep an ID (A), so it is never sent.
 */
export function newRecordProblem(name: string, record: unknown): string | undefined {
  if (!isObject(record)) {
    return `${name}: expected an object with data, got ${describeValue(record)}`;
  }
  const { id, data } = record;
  if (id !== undefined && id !== null) {
    return `${name}: expected a record without an ID, because Kinabase assigns it; got id ${
      describeValue(id)
    }`;
  }
  return data === undefined ? noDataProblem(name, "{ data }", record) : undefined;
}
