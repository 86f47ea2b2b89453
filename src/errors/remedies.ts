/** The documented causes of an authentication failure (S). */
export type AuthenticationCause = "invalidCredentials" | "apiNotEnabled" | "appInactive";

/** What to do about each documented cause (S). */
export const REMEDIES: Readonly<Record<AuthenticationCause, string>> = {
  invalidCredentials:
    "Check the App ID and the App Secret. The secret was shown once, when the app was created: " +
    "if it is lost, register a new app under Settings, API.",
  apiNotEnabled: "The API is not enabled for this tenant (the API tab is missing from Settings): " +
    "ask support@kinabase.com to enable it.",
  appInactive: "The app has expired or was revoked: register a new one under Settings, API.",
};

/** For a failure that could be any of the three. */
export const ANY_REMEDY: string = [
  "Kinabase documents three causes.",
  `Invalid App ID or Secret: ${REMEDIES.invalidCredentials}`,
  `API not enabled: ${REMEDIES.apiNotEnabled}`,
  `Expired or revoked app: ${REMEDIES.appInactive}`,
].join(" ");
