import type { ExchangeRequest, Received } from "../http/exchange.ts";
import type { Redactor } from "../http/redact.ts";
import { retryAfter } from "../http/retry-after.ts";
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
import type { ErrorDetails, KinabaseError } from "./kinabase-error.ts";
import { provenCause } from "./proven-cause.ts";
import { RateLimitError } from "./rate-limit-error.ts";
import {
  anyRemedy,
  type AuthenticationCause,
  badTokenRequestRemedy,
  REMEDIES,
  unexpectedStatusRemedy,
} from "./remedies.ts";
import { serverMessageIn } from "./server-message.ts";

/** A response that is not a success, with its body. */
export interface FailedResponse {
  /** The request. */
  request: Pick<ExchangeRequest, "method" | "path" | "url">;
  /** The response, and the name of the request. */
  received: Pick<Received, "name" | "response" | "requestId">;
  /** The response's body; `undefined` when it was too large to read completely. */
  body: string | undefined;
  /** The current time, in milliseconds since 1970. */
  now: number;
  /** Keeps secrets out of the error. */
  redactor: Redactor;
}

/** Creates the error for a response to a call with a token that is not a success. */
export function errorOfCall(failed: FailedResponse): KinabaseError {
  const failure = described(failed);
  const { message, details } = failure;
  switch (details.status) {
    case 400:
      return new BadRequestError(message, {
        ...details,
        remedy:
          "Compare the request with the server's message. If it is about a field: names are " +
          "camelCase and case-sensitive.",
      });
    case 401:
      return provenError(failure) ?? new TokenRejectedError(message, {
        ...details,
        remedy: "The token is invalid or has expired. If several programs use this app, a new " +
          "token of one may end the tokens of the others: share a tokenStore, or register an app " +
          `for each. If a new token is rejected as well: ${anyRemedy()}`,
      });
    case 409:
      return new BadRequestError(message, {
        ...details,
        remedy: "Another record already uses one of the request's values, such as an external " +
          "ID. Update that record instead, or send another value.",
      });
    default:
      return errorOfAnyRequest(failed, failure);
  }
}

/**
 * Creates the error for a response to the token request that is not a success.
 *
 * @param sentAs The field name of the secret.
 */
export function errorOfTokenRequest(failed: FailedResponse, sentAs: SecretField): KinabaseError {
  const failure = described(failed);
  const { message, details } = failure;
  if (details.status !== 400) return errorOfAnyRequest(failed, failure);
  // The status for an expired app or a disabled API is not known (A), but the message may prove it.
  return provenError(failure) ??
    new BadRequestError(message, { ...details, remedy: badTokenRequestRemedy(sentAs) });
}

/** What the error for a response says, whatever its class is. */
interface Failure {
  readonly message: string;
  readonly details: ErrorDetails;
  /** How long the server asks to wait, in milliseconds. */
  readonly wait: number | undefined;
}

function described({ received, body, now, redactor }: FailedResponse): Failure {
  const { name, response, requestId } = received;
  const { status, headers } = response;
  const serverMessage = serverMessageIn(body, redactor);
  const said = serverMessage === undefined ? "" : `: ${serverMessage}`;
  const wait = status === 429 ? retryAfter(headers, now) : undefined;
  const told = wait === undefined ? "" : ` (retry in ${Math.ceil(wait / 1000)} s)`;
  return {
    message: `${name} failed with ${status}${told}${said}`,
    details: { status, serverMessage, requestId: requestId() },
    wait,
  };
}

/** The error for a status that means the same for every request, or that only one kind of request handles itself. */
function errorOfAnyRequest(
  { request, received: { name, response }, body, redactor }: FailedResponse,
  failure: Failure,
): KinabaseError {
  const { message, details, wait } = failure;
  const { status, headers } = response;
  if (status === 401 || status === 403) return authenticationError(failure);
  if (status === 404) {
    const { path } = request;
    // Only the path of a record or a collection has a part that a caller chose.
    const remedy = path.includes("/")
      ? "Check that the ID or the name in the path exists."
      : `Check baseUrl: there is no ${path} endpoint at this URL.`;
    return new NotFoundError(message, { ...details, remedy });
  }
  if (status === 429) {
    return new RateLimitError(message, {
      ...details,
      retryAfter: wait,
      remedy: "Kinabase allows 100 requests a minute. Wait, or set a longer timeout.",
    });
  }
  if (Math.floor(status / 100) === 3) {
    const target = redactor.shown(redirectTarget(headers));
    return new UnexpectedResponseError(
      `${name} was redirected with ${status}; the client does not follow ` +
        "redirects, to protect the secret",
      { ...details, remedy: `Check baseUrl. The redirect points to ${target}.` },
    );
  }
  const remedy = unexpectedStatusRemedy(request.url, response, body);
  return new UnexpectedResponseError(message, { ...details, remedy });
}

const PRECISE: Readonly<
  Record<AuthenticationCause, new (message: string, details: ErrorDetails) => AuthenticationError>
> = {
  invalidCredentials: InvalidCredentialsError,
  apiNotEnabled: ApiNotEnabledError,
  appInactive: AppInactiveError,
};

/** The error for the cause that the server's message proves, or `undefined`. */
function provenError({ message, details }: Failure): AuthenticationError | undefined {
  const cause = provenCause(details.serverMessage);
  return cause && new PRECISE[cause](message, { ...details, remedy: REMEDIES[cause] });
}

function authenticationError(failure: Failure): AuthenticationError {
  const { message, details } = failure;
  return provenError(failure) ??
    new AuthenticationError(message, { ...details, remedy: anyRemedy() });
}

/** Origin and path only: a query may contain values that should not be logged. */
function redirectTarget(headers: Headers): string {
  const location = headers.get("location");
  return location ? location.replace(/[?#].*/, "") : "no location";
}
