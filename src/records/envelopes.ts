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

function isCount(value: unknown): value is number {
  return Number.isFinite(value) && Number(value) >= 0;
}

function isListOfErrors(value: unknown): boolean {
  return Array.isArray(value) &&
    value.every((error) => isObject(error) && typeof error["error"] === "string");
}
