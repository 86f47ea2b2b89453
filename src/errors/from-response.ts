import type { SecretField } from "../wire/types.ts";
import { retryAfter } from "../http/retry.ts";
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
import { provenCause } from "./evidence.ts";
import type { ErrorDetails, KinabaseError } from "./kinabase-error.ts";
import { RateLimitError } from "./rate-limit-error.ts";
import { ANY_REMEDY, type AuthenticationCause, REMEDIES } from "./remedies.ts";

/** An answer that is not a success, read and free of secrets. */
export interface FailedResponse {
  /** What was called, as `POST token`. */
  call: string;
  /** The HTTP status. */
  status: number;
  /** The answer's headers. */
  headers: Headers;
  /** The answer's body, redacted. */
  body: string;
  /** How many requests were sent. */
  attempts: number;
  /** The answer's request ID. */
  requestId: string | undefined;
  /** The time now, in milliseconds. */
  now: number;
  /** The name the secret was sent under, when the call was the token request. */
  secretField?: SecretField | undefined;
}

/** The error that an answer of the API stands for. */
export function errorFromResponse(answer: FailedResponse): KinabaseError {
  const { call, status, headers, attempts, requestId, now } = answer;
  const serverMessage = messageIn(answer.body);
  const said = serverMessage === undefined ? "" : `: ${serverMessage}`;
  const details: ErrorDetails = { status, serverMessage, requestId, attempts };

  if (isAuthenticationFailure(answer, serverMessage)) return authenticationError(answer, details);
  if (status === 400) {
    return new BadRequestError(`${call} was refused with 400${said}`, {
      ...details,
      remedy: answer.secretField === undefined
        ? BAD_REQUEST_REMEDY
        : secretFieldRemedy(answer.secretField),
    });
  }
  if (status === 404) {
    return new NotFoundError(`${call} found nothing${said}`, {
      ...details,
      remedy: answer.secretField === undefined
        ? "Check the ID or the name in the path."
        : "Check baseUrl: no token is given out there.",
    });
  }
  if (status === 429) {
    const wait = retryAfter(headers, now);
    const told = wait === undefined ? "" : `, to be tried again in ${Math.ceil(wait / 1000)} s`;
    return new RateLimitError(`${call} was refused with 429${told}${said}`, {
      ...details,
      retryAfter: wait,
      remedy: "Kinabase allows 100 requests a minute. Wait, or allow a longer timeout.",
    });
  }
  if (status >= 300 && status < 400) {
    return new UnexpectedResponseError(
      `${call} was redirected with ${status}; redirects are not followed, so that no secret goes elsewhere`,
      { ...details, remedy: `Check baseUrl. The redirect points to ${redirectTarget(headers)}.` },
    );
  }
  return new UnexpectedResponseError(`${call} was answered with ${status}${said}`, {
    ...details,
    remedy: status >= 500
      ? "The server or a proxy failed. Try again later."
      : "Check baseUrl: this is no documented answer of the Kinabase API.",
  });
}

const BAD_REQUEST_REMEDY =
  "Check the request against the server's words: field names are camelCase and case-sensitive.";

function secretFieldRemedy(sent: SecretField): string {
  const other = sent === "appSecret" ? "secret" : "appSecret";
  return `The secret was sent as ${sent}. If this deployment wants the other name, set ` +
    `secretField: "${other}".`;
}

function isAuthenticationFailure(answer: FailedResponse, message: string | undefined): boolean {
  if (answer.status === 401 || answer.status === 403) return true;
  // Which status an expired app or a disabled API gives is not known (A): the words may tell.
  return answer.secretField !== undefined && answer.status === 400 &&
    provenCause(message) !== undefined;
}

const PRECISE: Readonly<
  Record<AuthenticationCause, new (message: string, details: ErrorDetails) => AuthenticationError>
> = {
  invalidCredentials: InvalidCredentialsError,
  apiNotEnabled: ApiNotEnabledError,
  appInactive: AppInactiveError,
};

function authenticationError(answer: FailedResponse, details: ErrorDetails): AuthenticationError {
  const said = details.serverMessage === undefined ? "" : `: ${details.serverMessage}`;
  const message = `${answer.call} was refused with ${answer.status}${said}`;
  const cause = provenCause(details.serverMessage);
  if (cause !== undefined) {
    return new PRECISE[cause](message, { ...details, remedy: REMEDIES[cause] });
  }
  if (answer.secretField === undefined && answer.status === 401) {
    return new TokenRejectedError(message, {
      ...details,
      remedy: `The token is not valid, or no longer. If a new token is rejected too: ${ANY_REMEDY}`,
    });
  }
  return new AuthenticationError(message, { ...details, remedy: ANY_REMEDY });
}

/** The server's words: its `error` field (D), else the beginning of a short plain text. */
function messageIn(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null && "error" in parsed) {
      return typeof parsed.error === "string" ? parsed.error : JSON.stringify(parsed.error);
    }
  } catch {
    // Not JSON: a proxy's words, perhaps.
  }
  const text = body.trim();
  if (text === "" || text.startsWith("<")) return undefined;
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** Origin and path only: a query may carry what should not be logged. */
function redirectTarget(headers: Headers): string {
  const location = headers.get("location") ?? "";
  return location === "" ? "nowhere" : location.replace(/[?#].*$/s, "");
}
