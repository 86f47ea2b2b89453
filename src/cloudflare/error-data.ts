import {
  ApiNotEnabledError,
  AppInactiveError,
  AuthenticationError,
  BadRequestError,
  InvalidCredentialsError,
  NetworkError,
  NotFoundError,
  UnexpectedResponseError,
} from "../errors/errors.ts";
import type { ErrorDetails, KinabaseError } from "../errors/kinabase-error.ts";
import { RateLimitError } from "../errors/rate-limit-error.ts";
import { TimeoutError, type TimeoutScope } from "../errors/timeout-error.ts";

/** An error of a token request as plain data: an error loses its class on its way between Workers. */
export interface ErrorData extends Omit<ErrorDetails, "cause" | "mayHaveBeenApplied"> {
  /** Identifies the class. */
  code: string;
  /** What went wrong, without secrets. */
  message: string;
  /** Of a `RateLimitError`: how long to wait, in milliseconds. */
  retryAfter?: number | undefined;
  /** Of a `TimeoutError`: the timeout, in milliseconds. */
  timeout?: number | undefined;
  /** Of a `TimeoutError`: what the timeout covers. */
  scope?: TimeoutScope | undefined;
}

const CLASSES = {
  authentication: AuthenticationError,
  invalid_credentials: InvalidCredentialsError,
  api_not_enabled: ApiNotEnabledError,
  app_inactive: AppInactiveError,
  bad_request: BadRequestError,
  not_found: NotFoundError,
  network: NetworkError,
} as const;

const isKnown = (code: string): code is keyof typeof CLASSES => Object.hasOwn(CLASSES, code);

/** The error as data. Its cause stays where it is. */
export function errorToData(error: KinabaseError): ErrorData {
  const { code, message, status, serverMessage, remedy, requestId, attempts } = error;
  const data = { code, message, status, serverMessage, remedy, requestId, attempts };
  if (error instanceof RateLimitError) return { ...data, retryAfter: error.retryAfter };
  if (error instanceof TimeoutError) {
    return { ...data, timeout: error.timeout, scope: error.scope };
  }
  return data;
}

/** The error that {@linkcode errorToData} described. */
export function errorFromData(data: ErrorData): KinabaseError {
  const { code, message, retryAfter, timeout = 0, scope = "call", ...details } = data;
  if (code === "rate_limit") return new RateLimitError(message, { ...details, retryAfter });
  if (code === "timeout") return new TimeoutError(message, { ...details, timeout, scope });
  const Class = isKnown(code) ? CLASSES[code] : UnexpectedResponseError;
  return new Class(message, details);
}
