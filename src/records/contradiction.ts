import type { JsonResponse } from "../http/json-call.ts";
import { isObject } from "../support/is-object.ts";
import type { JsonObject, KinabaseRecord } from "../wire/types.ts";
import { isRecord } from "./envelopes.ts";
import { areDifferentUuids } from "./record-ids.ts";

/**
 * Finds a failure in the body of a response with a successful status (O): an error message, or counts that do
 * not add up. Returns `undefined` when the body shows no failure.
 *
 * @param sent The number of records in the request.
 */
export function contradictionIn(body: unknown, sent = 1): string | undefined {
  if (!isObject(body) || isRecord(body)) return undefined;
  const { error, errors, failedRecords, processedRecords, success } = body;
  if (typeof error === "string") return error;
  // The server's own words are the most helpful.
  if (Array.isArray(errors) && errors.length > 0) {
    const [first] = errors;
    return isObject(first) && typeof first["error"] === "string"
      ? first["error"]
      : "it contains errors";
  }
  if (success === false) return "success is false";
  if (typeof processedRecords === "number" && processedRecords !== sent && !failedRecords) {
    return `processedRecords is ${processedRecords}, but ${sent} were sent`;
  }
  if (typeof failedRecords === "number" && failedRecords > 0) {
    return `failedRecords is ${failedRecords}`;
  }
  return undefined;
}

/** Throws when the body of a successful response says that the write failed. */
export function expectNoContradiction(response: JsonResponse): void {
  const contradiction = contradictionIn(response.body);
  if (contradiction !== undefined) {
    throw response.unexpected(`but the body says: ${contradiction}`);
  }
}

/** Throws when a response contains another record than the requested one. */
export function expectSameRecord(
  response: JsonResponse,
  record: KinabaseRecord<JsonObject>,
  id: string | undefined,
): void {
  if (id === undefined || !areDifferentUuids(id, record.id)) return;
  throw response.unexpected(`but the body is another record: ${record.id}`);
}
