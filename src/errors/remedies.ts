/** The documented causes of an authentication failure (S). */
export type AuthenticationCause = "invalidCredentials" | "apiNotEnabled" | "appInactive";

/** What to do about each documented cause (S). */
export const REMEDIES: Readonly<Record<AuthenticationCause, string>> = {
  invalidCredentials:
    "Check the App ID and the App Secret. The secret was shown once, when the app was created: " +
    "if it is lost, register a new app under Settings, API.",
  apiNotEnabled:
    "Ask support@kinabase.com to enable the API for this tenant. While it is not, the API tab is " +
    "missing from Settings.",
  appInactive: "Register a new app under Settings, API: an expired or revoked one stays so.",
};

/** For a failure that could be any of the three. */
export const ANY_REMEDY: string = [
  "Kinabase documents three causes.",
  `Invalid App ID or Secret? ${REMEDIES.invalidCredentials}`,
  `API not enabled? ${REMEDIES.apiNotEnabled}`,
  `App expired or revoked? ${REMEDIES.appInactive}`,
].join(" ");
