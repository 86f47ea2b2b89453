import type { ExternalLink, StreamQuery } from "../../../src/wire/types.ts";
import type { Behaviors } from "../behaviors/behaviors.ts";
import { inUtc } from "../clock/time-zone.ts";

/** Which records match. Omitted properties match any record. */
export interface RecordFilter {
  /** Written after this time, exclusive, in milliseconds since 1970. */
  updatedAfter?: number | undefined;
  /** Linked to this service; `true` for any service. */
  externalService?: string | true | undefined;
}

/** What a filter reads of a record. */
interface Filtered {
  readonly external: readonly Pick<ExternalLink, "key">[];
  readonly updatedAt: number;
}

/** The record filter of a query. A time without a zone counts as UTC (A). */
export function filterOf(
  { updatedAfter, externalService }: StreamQuery,
  behaviors: Behaviors,
): RecordFilter {
  // Times are whole milliseconds, so that the one before includes this one (A).
  const included = behaviors.get("list.updated-after") === "inclusive" ? 1 : 0;
  return {
    updatedAfter: updatedAfter === undefined
      ? undefined
      : Date.parse(inUtc(updatedAfter)) - included,
    externalService: externalService === "true" ? true : externalService,
  };
}

/** Whether a record matches a filter. */
export function matches(
  record: Filtered,
  { updatedAfter, externalService }: RecordFilter,
): boolean {
  if (updatedAfter !== undefined && !isUpdatedAfter(record, updatedAfter)) return false;
  return externalService === undefined ||
    record.external.some(({ key }) => externalService === true || key === externalService);
}

/** Whether a record was written after a time, exclusive. */
export function isUpdatedAfter({ updatedAt }: Pick<Filtered, "updatedAt">, time: number): boolean {
  return updatedAt > time;
}
