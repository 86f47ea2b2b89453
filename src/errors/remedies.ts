import { isLoopback } from "../support/loopback.ts";
import type { SecretField } from "../wire/types.ts";

/** The documented causes of an authentication failure (S). */
export type AuthenticationCause = "invalidCredentials" | "apiNotEnabled" | "appInactive";

/** What to do about each documented cause (S). */
export const REMEDIES: Readonly<Record<AuthenticationCause, string>> = {
  invalidCredentials:
    "Check the App ID and the App Secret. Kinabase shows the secret only once, when the app is " +
    "created: if it is lost, register a new app under Settings, API.",
  apiNotEnabled:
    "Ask support@kinabase.com to enable the API for this tenant; Kinabase's older pages say that it " +
    "requires an Enterprise plan. If the API tab is missing from Settings, the API is not enabled, or " +
    "the user is not an administrator.",
  appInactive:
    "Register a new app under Settings, API. Expired and revoked apps cannot be reactivated.",
};

/** The remedy for a failure that could have any of the three causes. */
export const ANY_REMEDY: string = [
  "Kinabase documents three causes.",
  `Invalid App ID or Secret? ${REMEDIES.invalidCredentials}`,
  `API not enabled? ${REMEDIES.apiNotEnabled}`,
  `App expired or revoked? ${REMEDIES.appInactive}`,
].join(" ");

/** The remedy for a token that was rejected. */
export const REJECTED_TOKEN_REMEDY: string =
  "The token is invalid or has expired. If several programs use this app, a new token of one may end the " +
  "tokens of the others: share a tokenStore, or register an app for each. If a new token is rejected as " +
  `well: ${ANY_REMEDY}`;

/** The remedy for an exceeded rate limit (D). */
export const TOO_MANY_REQUESTS_REMEDY =
  "Kinabase allows 100 requests a minute. Wait, or set a longer timeout.";

/** @param sentAs The field name of the secret, if the request was the token request. */
export function badRequestRemedy(sentAs: SecretField | undefined): string {
  if (sentAs === undefined) {
    return "Compare the request with the server's message: field names are camelCase and case-sensitive.";
  }
  const other = sentAs === "appSecret" ? "secret" : "appSecret";
  // It is not known whether a refusal for one of the documented causes has this status (A).
  return `The secret was sent as ${sentAs}. If this deployment expects the other name, set ` +
    `secretField: "${other}". Otherwise: ${ANY_REMEDY}`;
}

/** The remedy for a conflict with an existing record (A). */
export const CONFLICT_REMEDY: string =
  "Another record already uses one of the request's values, such as an external ID. Update that record " +
  "instead, or send another value.";

/** @param sentAs The field name of the secret, if the request was the token request. */
export function notFoundRemedy(sentAs: SecretField | undefined): string {
  return sentAs === undefined
    ? "Check that the ID or the name in the path exists."
    : "Check baseUrl: there is no token endpoint at this URL.";
}

/** A response with a status that the API does not document for the request. */
interface Unexpected {
  url: string;
  status: number;
  headers: Headers;
  body: string | undefined;
}

/** The remedy for a status that the API does not document for the request. */
export function unexpectedStatusRemedy(response: Unexpected): string {
  const host = new URL(response.url).hostname;
  if (isLoopback(host) && isFromProxy(response)) {
    return `A proxy seems to have responded in place of a local host. Add ${host} to the ` +
      "environment variable NO_PROXY, or unset HTTP_PROXY.";
  }
  return response.status >= 500
    ? "The server or a proxy failed. Retry later."
    : "Check baseUrl: the Kinabase API does not document this response.";
}

function isFromProxy({ status, headers, body }: Unexpected): boolean {
  return status === 407 || headers.has("via") || body?.trim().startsWith("<") === true;
}
