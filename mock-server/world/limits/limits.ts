import * as z from "zod";
import { checked, expected, strict, withoutUndefined } from "../../support/check.ts";

/** The limits of a tenant. */
export interface Limits {
  /** How many records a page may hold. Default 300 (D). */
  pageSize: number;
  /** How many records a bulk request (D) or an ingest (A) may hold. Default 300. */
  batchSize: number;
  /** How many records `/all` gives; more are refused (A). Default 100,000 (D). */
  streamSize: number;
  /**
   * How many requests are answered in any minute. Kinabase documents 100 (D). Default `"off"`, so that
   * a test need not keep to a pace.
   */
  requestsPerMinute: number | "off";
  /** Whether a 429 says in `Retry-After` when there is room again (A). Default `true`. */
  retryAfter: boolean;
}

/** Limits that are to be other than the default. */
export type LimitOptions = { [K in keyof Limits]?: Limits[K] | undefined };

const COUNT = "1, 2, 3, …";
const PACE = '1, 2, 3, … or "off"';

/** What limits must be. */
export const limitOptions: z.ZodType<LimitOptions> = z.lazy(() => {
  const count = z.int(expected(COUNT)).min(1, expected(COUNT)).optional();
  return strict({
    pageSize: count,
    batchSize: count,
    streamSize: count,
    requestsPerMinute: z.union([z.int().min(1, expected(PACE)), z.literal("off")], expected(PACE))
      .optional(),
    retryAfter: z.boolean(expected("true or false")).optional(),
  });
});

// Wrapped, so that what is wrong is named as the option it is in.
const wrapped: z.ZodType<{ limits: LimitOptions }> = z.lazy(() =>
  z.object({ limits: limitOptions })
);

/**
 * Fills in the defaults.
 *
 * @throws {TypeError} When a limit is no limit, naming it and what was expected.
 */
export function limitsFrom(options: LimitOptions): Limits {
  const { limits } = checked(wrapped, withoutUndefined({ limits: options }), "limits");
  const {
    pageSize = 300,
    batchSize = 300,
    streamSize = 100_000,
    requestsPerMinute = "off",
    retryAfter = true,
  } = limits;
  return { pageSize, batchSize, streamSize, requestsPerMinute, retryAfter };
}
