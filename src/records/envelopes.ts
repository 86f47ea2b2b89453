import type {
  BulkRecordsResponse,
  CollectionInfo,
  IngestResponse,
  JsonObject,
  KinabaseRecord,
  RecordPage,
} from "../wire/types.ts";

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a record as Kinabase gives it (D). */
export function isRecord(value: unknown): value is KinabaseRecord<JsonObject> {
  return isObject(value) && typeof value.id === "string" && isObject(value.data);
}

/** Whether a value is a page of records (D). */
export function isPage(value: unknown): value is RecordPage<JsonObject> {
  return isObject(value) && Array.isArray(value.records) && value.records.every(isRecord) &&
    typeof value.totalRecords === "number";
}

/** Whether a value is a collection (D). */
export function isCollection(value: unknown): value is CollectionInfo {
  return isObject(value) && typeof value.id === "string" && typeof value.slug === "string";
}

/** Whether a value holds the records of a bulk call (A). */
export function isBulkRecordsResponse(value: unknown): value is BulkRecordsResponse {
  return isObject(value) && Array.isArray(value.records) && value.records.every(isRecord);
}

/** Whether a value is the answer of an ingest (O). */
export function isIngestResponse(value: unknown): value is IngestResponse {
  return isObject(value) && typeof value.totalRecords === "number" &&
    typeof value.processedRecords === "number" && typeof value.failedRecords === "number" &&
    Array.isArray(value.errors) &&
    value.errors.every((error) => isObject(error) && typeof error.error === "string");
}
