/** The documented causes of an authentication failure (S). */
export type AuthenticationCause = "invalidCredentials" | "apiNotEnabled" | "appInactive";

/** What to do about each documented cause (S). */
export const REMEDIES: Readonly<Record<AuthenticationCause, string>> = {
  invalidCredentials:
    "Check the App ID and the App Secret. Kinabase shows the secret only once, when the app is " +
    "created: if it is lost, register a new app under Settings, API.",
  apiNotEnabled:
    "Ask support@kinabase.com to enable the API for this tenant. While it is not enabled, the API " +
    "tab is missing from Settings.",
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
