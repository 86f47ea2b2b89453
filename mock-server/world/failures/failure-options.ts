import * as z from "zod";
import { checked, expected, strict, withoutUndefined } from "../../support/check.ts";
import { type Failure, type FailureName, FAILURES } from "./failures.ts";

/** Other statuses or words for failures. */
export type FailureOptions = Partial<Record<FailureName, Partial<Failure>>>;

const STATUS = "400 to 599";

/** What other statuses and words must be. */
export const failureOptions: z.ZodType<FailureOptions> = z.lazy(() => {
  const failure = strict({
    status: z.int(expected(STATUS)).min(400, expected(STATUS)).max(599, expected(STATUS))
      .exactOptional(),
    message: z.string(expected("a string")).exactOptional(),
  }).exactOptional();
  return strict(Object.fromEntries(Object.keys(FAILURES).map((name) => [name, failure])));
});

// Wrapped, so that what is wrong is named as the option it is in.
const wrapped: z.ZodType<{ failures: FailureOptions }> = z.lazy(() =>
  z.object({ failures: failureOptions })
);

/**
 * Checks other statuses and words for failures.
 *
 * @throws {TypeError} When one is wrong, naming it and what was expected.
 */
export function failuresFrom(options: FailureOptions): FailureOptions {
  return checked(wrapped, withoutUndefined({ failures: options }), "failures").failures;
}
