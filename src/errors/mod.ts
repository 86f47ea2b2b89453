import type {
  ApiNotEnabledError,
  AppInactiveError,
  AuthenticationError,
  BadRequestError,
  InvalidCredentialsError,
  InvalidRecordError,
  NetworkError,
  NotFoundError,
  TokenRejectedError,
  TruncatedError,
  UnexpectedResponseError,
} from "./errors.ts";
import { KinabaseError } from "./kinabase-error.ts";
import type { PartialFailureError } from "./partial-failure-error.ts";
import type { RateLimitError } from "./rate-limit-error.ts";
import type { SchemaValidationError } from "./schema-validation-error.ts";
import type { TimeoutError } from "./timeout-error.ts";

export * from "./errors.ts";
export { type ErrorCode, type ErrorDetails, KinabaseError } from "./kinabase-error.ts";
export { PartialFailureError } from "./partial-failure-error.ts";
export { RateLimitError } from "./rate-limit-error.ts";
export { SchemaValidationError } from "./schema-validation-error.ts";
export { TimeoutError, type TimeoutScope } from "./timeout-error.ts";

/**
 * Every error class of this package, so that `switch (error.code)` narrows to the class.
 * {@linkcode isKinabaseError} says whether a caught value is one of them.
 */
export type AnyKinabaseError =
  | ApiNotEnabledError
  | AppInactiveError
  | AuthenticationError
  | BadRequestError
  | InvalidCredentialsError
  | InvalidRecordError
  | NetworkError
  | NotFoundError
  | PartialFailureError
  | RateLimitError
  | SchemaValidationError
  | TimeoutError
  | TokenRejectedError
  | TruncatedError
  | UnexpectedResponseError;

/**
 * Whether a caught value is an error of this package.
 *
 * @example
 * ```ts
 * import { createClient, isKinabaseError } from "@kinakit/kinabase";
 *
 * declare const appId: string, appSecret: string;
 * const people = createClient({ appId, appSecret }).collection("people");
 * try {
 *   await people.bulk.create([{ data: { name: "Ada" } }]);
 * } catch (error) {
 *   if (!isKinabaseError(error)) throw error;
 *   switch (error.code) {
 *     case "partial_failure":
 *       console.error(error.report.failed);
 *       break;
 *     case "rate_limit":
 *       console.error(`Try again in ${error.retryAfter} ms.`);
 *       break;
 *     default:
 *       console.error(error.message, error.remedy);
 *   }
 * }
 * ```
 */
export function isKinabaseError(value: unknown): value is AnyKinabaseError {
  return value instanceof KinabaseError;
}
