import type { CallOptions } from "../http/call-options.ts";
import type { Deadline } from "../http/deadline.ts";
import { sendJson } from "../http/json-call.ts";
import { jsonText } from "../http/json-text.ts";
import { describeValue, shortened, withoutSecrets } from "../support/describe-value.ts";
import { isObject } from "../support/is-object.ts";
import type { JsonObject, KinabaseRecord, RecordChange } from "../wire/types.ts";
import type { CollectionContext } from "./collection-context.ts";
import { expectNoContradiction, expectSameRecord } from "./contradiction.ts";
import { isRecord } from "./envelopes.ts";

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
 * Says that a record has no `data`, and what it has instead: perhaps its fields.
 *
 * @param expected What it should have.
 */
export function noDataProblem(name: string, expected: string, record: object): string {
  const given = Object.entries(record)
    .map(([key, value]) => value === undefined || value === null ? `${key}: ${value}` : key);
  const names = shortened(withoutSecrets(given.join(", "))) || "nothing";
  return `${name}: expected ${expected}, got ${names}: put fields into data`;
}

/**
 * Returns what is wrong with a change, or `undefined`. For a change without fields in `data`, the server
 * would return 200 and change nothing.
 */
export function changeProblem(name: string, change: RecordChange): string | undefined {
  if (!isObject(change)) {
    return `${name}: expected an object with data, got ${describeValue(change)}`;
  }
  const { data, external } = change;
  // JSON omits properties that are undefined, and null means "not given".
  if (external !== undefined && external !== null) return undefined;
  if (data === undefined) return noDataProblem(name, "{ data } or { external }", change);
  if (!isObject(data)) return undefined;
  const values = Object.values(data);
  if (values.length === 0 || values.some((value) => value !== undefined)) return undefined;
  return `${name}: expected data with a field to change, but all fields are undefined`;
}
