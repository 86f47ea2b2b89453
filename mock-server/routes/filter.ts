import type { StreamQuery } from "../../src/wire/types.ts";
import type { RecordFilter } from "../world/collections/store.ts";

/** The record filter of a query. */
export function filterOf({ updatedAfter, externalService }: StreamQuery): RecordFilter {
  return {
    updatedAfter: updatedAfter === undefined ? undefined : instant(updatedAfter),
    externalService: externalService === "true" ? true : externalService,
  };
}

/** Converts an ISO 8601 time to milliseconds. A time without a zone counts as UTC (A). */
function instant(time: string): number {
  const isLocal = /T[^Z+-]*$/.test(time);
  return Date.parse(isLocal ? `${time}Z` : time);
}
