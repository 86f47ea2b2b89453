import { isObject } from "../support/is-object.ts";
import type {
  CollectionInfo,
  IngestResponse,
  JsonObject,
  KinabaseRecord,
  RecordPage,
} from "../wire/types.ts";

/** Whether a value is a record as Kinabase returns it (D). */
export function isRecord(value: unknown): value is KinabaseRecord<JsonObject> {
  return isObject(value) && typeof value["id"] === "string" && isObject(value["data"]);
}

/** Whether a value is a page of records (D). */
export function isPage(value: unknown): value is RecordPage<JsonObject> {
  return isObject(value) && Array.isArray(value["records"]) && value["records"].every(isRecord) &&
    isCount(value["totalRecords"]) && isCount(value["pageIndex"]) && isCount(value["pageSize"]);
}

/** Whether a value is a collection (D). */
export function isCollection(value: unknown): value is CollectionInfo {
  return isObject(value) && typeof value["id"] === "string" &&
    (value["slug"] === undefined || typeof value["slug"] === "string");
}

/** Whether a value contains the counts of an ingest (O). */
export function isIngestResponse(value: unknown): value is IngestResponse {
  return isObject(value) && isCount(value["totalRecords"]) && isCount(value["processedRecords"]) &&
    isCount(value["failedRecords"]) && (value["errors"] === undefined ||
      value["errors"] === null || isListOfErrors(value["errors"]));
}

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

function isCount(value: unknown): value is number {
  return Number.isFinite(value) && Number(value) >= 0;
}

function isListOfErrors(value: unknown): boolean {
  return Array.isArray(value) &&
    value.every((error) => isObject(error) && typeof error["error"] === "string");
}
