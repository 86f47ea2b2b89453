import type { StreamQuery } from "../../src/wire/types.ts";
import type { RecordFilter } from "../world/collections/store.ts";

/** Which records a query asks for. */
export function filterOf({ updatedAfter, externalService }: StreamQuery): RecordFilter {
  return {
    updatedAfter: updatedAfter === undefined ? undefined : instant(updatedAfter),
    externalService: externalService === "true" ? true : externalService,
  };
}

/** A time in ISO 8601 as milliseconds; one without a zone is read as UTC (A). */
function instant(time: string): number {
  const isLocal = /T[^Z+-]*$/.test(time);
  return Date.parse(isLocal ? `${time}Z` : time);
}
