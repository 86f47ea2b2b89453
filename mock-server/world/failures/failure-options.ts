import * as z from "zod";
import { checked, expected, strict, withoutUndefined } from "../../support/check.ts";
import { type Failure, type FailureName, FAILURES } from "./failures.ts";

/** Overrides of the statuses and messages of failures. */
export type FailureOptions = Partial<Record<FailureName, Partial<Failure>>>;

const STATUS = "400 to 599";

/** The schema of the overrides. */
export const failureOptions: z.ZodType<FailureOptions> = z.lazy(() => {
  const failure = strict({
    status: z.int(expected(STATUS)).min(400, expected(STATUS)).max(599, expected(STATUS))
      .exactOptional(),
    message: z.string(expected("a string")).exactOptional(),
  }).exactOptional();
  return strict(Object.fromEntries(Object.keys(FAILURES).map((name) => [name, failure])));
});

// Wrapped, so that errors name the option.
const wrapped: z.ZodType<{ failures: FailureOptions }> = z.lazy(() =>
  z.object({ failures: failureOptions })
);

/**
 * Validates the overrides of failures.
 *
 * @throws {TypeError} When one is invalid. The message names it and what was expected.
 */
export function failuresFrom(options: FailureOptions = {}): FailureOptions {
  return checked(wrapped, withoutUndefined({ failures: options }), "failures").failures;
}
