import type { AppRegistration } from "../world/apps/app-registration.ts";

/**
 * The variables that `optionsFromEnv` reads, in the format of a `.env` file. The mock stores no secret, so it is
 * empty unless the app was just registered.
 */
export function envFile(
  baseUrl: string,
  app?: Pick<AppRegistration, "appId"> & { appSecret?: string },
): string {
  return [
    `KINABASE_APP_ID=${app?.appId ?? ""}`,
    `KINABASE_APP_SECRET=${app?.appSecret ?? ""}`,
    `KINABASE_BASE_URL=${baseUrl}`,
    "",
  ].join("\n");
}
