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
export function anyRemedy(): string {
  return [
    "Kinabase documents three causes.",
    `Invalid App ID or Secret? ${REMEDIES.invalidCredentials}`,
    `API not enabled? ${REMEDIES.apiNotEnabled}`,
    `App expired or revoked? ${REMEDIES.appInactive}`,
  ].join(" ");
}

/**
 * The remedy for a token request that was refused as wrong.
 *
 * @param sentAs The field name of the secret.
 */
export function badTokenRequestRemedy(sentAs: SecretField): string {
  const other = sentAs === "appSecret" ? "secret" : "appSecret";
  // It is not known whether a refusal for one of the documented causes has this status (A).
  return `The secret was sent as ${sentAs}. If this deployment expects the other name, set ` +
    `secretField: "${other}". Otherwise: ${anyRemedy()}`;
}

/**
 * The remedy for a status that the API does not document for the request.
 *
 * @param url The URL of the request.
 * @param body The response's body; `undefined` when it was too large to read completely.
 */
export function unexpectedStatusRemedy(
  url: string,
  { status, headers }: Response,
  body: string | undefined,
): string {
  const host = new URL(url).hostname;
  const isFromProxy = status === 407 || headers.has("via") || body?.trim().startsWith("<");
  if (isLoopback(host) && isFromProxy) {
    return `A proxy seems to have responded in place of a local host. Add ${host} to the ` +
      "environment variable NO_PROXY, or unset HTTP_PROXY.";
  }
  return status >= 500
    ? "The server or a proxy failed. Retry later."
    : "Check baseUrl: the Kinabase API does not document this response.";
}

/** The remedy for a success whose body is not what the API documents. */
export const UNEXPECTED_BODY_REMEDY =
  "Check baseUrl: perhaps a proxy or a login page sent this response.";
