import * as z from "zod";
import { checked, expected, strict, withoutUndefined } from "../../support/check.ts";

/** The limits of a tenant. */
export interface Limits {
  /** The maximum number of records in a page. Default 300 (D). */
  pageSize: number;
  /** The maximum number of records in a bulk request (D) or an ingest (A). Default 300. */
  batchSize: number;
  /** The maximum number of records that `/all` returns. More get 400 (A). Default 100,000 (D). */
  streamSize: number;
  /**
   * The rate limit: requests in a minute. Kinabase documents 100 (D). Default `"off"`, so that tests are not
   * slowed down.
   */
  requestsPerMinute: number | "off";
}

/** Overrides of the default limits. */
export type LimitOptions = { [K in keyof Limits]?: Limits[K] | undefined };

const COUNT = "1, 2, 3, …";
const PACE = '1, 2, 3, … or "off"';

/**
 * The schema of the limits.
 *
 * @internal
 */
export const limitOptions: z.ZodType<LimitOptions> = z.lazy(() => {
  const count = z.int(expected(COUNT)).min(1, expected(COUNT)).optional();
  return strict({
    pageSize: count,
    batchSize: count,
    streamSize: count,
    requestsPerMinute: z.union([z.int().min(1, expected(PACE)), z.literal("off")], expected(PACE))
      .optional(),
  });
});

// Wrapped, so that errors name the option.
const wrapped: z.ZodType<{ limits: LimitOptions }> = z.lazy(() =>
  z.object({ limits: limitOptions })
);

/**
 * Fills in the defaults.
 *
 * @throws {TypeError} When a limit is invalid. The message names it and what was expected.
 */
export function limitsFrom(options: LimitOptions = {}): Limits {
  const { limits } = checked(wrapped, withoutUndefined({ limits: options }), "limits");
  const {
    pageSize = 300,
    batchSize = 300,
    streamSize = 100_000,
    requestsPerMinute = "off",
  } = limits;
  return { pageSize, batchSize, streamSize, requestsPerMinute };
}
