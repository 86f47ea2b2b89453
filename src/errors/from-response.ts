import { retryAfter } from "../http/retry.ts";
import type { Redactor } from "../http/redact.ts";
import type { SecretField } from "../wire/types.ts";
import {
  ApiNotEnabledError,
  AppInactiveError,
  AuthenticationError,
  BadRequestError,
  InvalidCredentialsError,
  NotFoundError,
  TokenRejectedError,
  UnexpectedResponseError,
} from "./errors.ts";
import { provenCause } from "./proven-cause.ts";
import type { ErrorDetails, KinabaseError } from "./kinabase-error.ts";
import { RateLimitError } from "./rate-limit-error.ts";
import { serverMessageIn } from "./server-message.ts";
import {
  ANY_REMEDY,
  type AuthenticationCause,
  badRequestRemedy,
  CONFLICT_REMEDY,
  notFoundRemedy,
  REJECTED_TOKEN_REMEDY,
  REMEDIES,
  TOO_MANY_REQUESTS_REMEDY,
  unexpectedStatusRemedy,
} from "./remedies.ts";

/** A response that is not a success, with its body. */
export interface FailedResponse {
  /** The method and path, such as `POST token`. */
  call: string;
  /** The URL of the request. */
  url: string;
  /** The HTTP status. */
  status: number;
  /** The response's headers. */
  headers: Headers;
  /** The response's body; `undefined` when it was too large to read completely. */
  body: string | undefined;
  /** How many requests were sent. */
  attempts: number;
  /** The request ID in the response. */
  requestId: string | undefined;
  /** The current time, in milliseconds since 1970. */
  now: number;
  /** The field name of the secret, if the call was the token request. */
  secretField?: SecretField | undefined;
  /** Keeps secrets out of the error. */
  redactor: Redactor;
}

/** Creates the error for a response that is not a success. */
export function errorFromResponse(failed: FailedResponse): KinabaseError {
  const { call, status, headers, attempts, requestId, now, redactor } = failed;
  const serverMessage = serverMessageIn(failed.body, redactor);
  const said = serverMessage === undefined ? "" : `: ${serverMessage}`;
  const details: ErrorDetails = { status, serverMessage, requestId, attempts };

  if (isAuthenticationFailure(failed, serverMessage)) return authenticationError(failed, details);
  if (status === 400 || status === 409) {
    return new BadRequestError(`${call} failed with ${status}${said}`, {
      ...details,
      remedy: status === 409 ? CONFLICT_REMEDY : badRequestRemedy(failed.secretField),
    });
  }
  if (status === 404) {
    return new NotFoundError(`${call} failed with 404${said}`, {
      ...details,
      remedy: notFoundRemedy(failed.secretField),
    });
  }
  if (status === 429) {
    const wait = retryAfter(headers, now);
    const told = wait === undefined ? "" : ` (retry in ${Math.ceil(wait / 1000)} s)`;
    return new RateLimitError(`${call} failed with 429${told}${said}`, {
      ...details,
      retryAfter: wait,
      remedy: TOO_MANY_REQUESTS_REMEDY,
    });
  }
  if (Math.floor(status / 100) === 3) {
    const target = redactor.shown(redirectTarget(headers));
    return new UnexpectedResponseError(
      `${call} was redirected with ${status}; the client does not follow redirects, to protect the secret`,
      { ...details, remedy: `Check baseUrl. The redirect points to ${target}.` },
    );
  }
  return new UnexpectedResponseError(`${call} failed with ${status}${said}`, {
    ...details,
    remedy: unexpectedStatusRemedy(failed),
  });
}

function isAuthenticationFailure(failed: FailedResponse, message: string | undefined): boolean {
  if (failed.status === 401 || failed.status === 403) return true;
  // The status for an expired app or a disabled API is not known (A), but the message may prove it.
  return failed.secretField !== undefined && failed.status === 400 &&
    provenCause(message) !== undefined;
}

const PRECISE: Readonly<
  Record<AuthenticationCause, new (message: string, details: ErrorDetails) => AuthenticationError>
> = {
  invalidCredentials: InvalidCredentialsError,
  apiNotEnabled: ApiNotEnabledError,
  appInactive: AppInactiveError,
};

function authenticationError(failed: FailedResponse, details: ErrorDetails): AuthenticationError {
  const said = details.serverMessage === undefined ? "" : `: ${details.serverMessage}`;
  const message = `${failed.call} failed with ${failed.status}${said}`;
  const cause = provenCause(details.serverMessage);
  if (cause !== undefined) {
    return new PRECISE[cause](message, { ...details, remedy: REMEDIES[cause] });
  }
  if (failed.secretField === undefined && failed.status === 401) {
    return new TokenRejectedError(message, {
      ...details,
      remedy: REJECTED_TOKEN_REMEDY,
    });
  }
  return new AuthenticationError(message, { ...details, remedy: ANY_REMEDY });
}

/** Origin and path only: a query may contain values that should not be logged. */
function redirectTarget(headers: Headers): string {
  const location = headers.get("location");
  return location ? location.replace(/[?#].*/, "") : "no location";
}
