import { describeValue } from "../support/describe-value.ts";
import { expectInstant, type Instant } from "./instant.ts";

/** Selects records. */
export interface RecordFilter {
  /**
   * Only records updated after this time (D). Whether records updated at exactly this time are included is
   * not known (A). A string needs `Z` or an offset.
   */
  updatedAfter?: Instant | undefined;
  /** Only records with a link to this service; `true` for any service (D). */
  externalService?: string | true | undefined;
}

/**
 * Returns the query parameters of a filter.
 *
 * @throws {TypeError} When a value is wrong.
 *
 * @internal
 */
export function filterQuery(
  { updatedAfter, externalService }: RecordFilter,
): Record<string, string | boolean | undefined> {
  const isService = externalService === undefined || externalService === true ||
    (typeof externalService === "string" && externalService !== "");
  if (!isService) {
    throw new TypeError(
      `externalService: expected the name of a service or true, got ${
        describeValue(externalService)
      }`,
    );
  }
  return {
    updatedAfter: updatedAfter === undefined
      ? undefined
      : expectInstant("updatedAfter", updatedAfter),
    externalService,
  };
}
