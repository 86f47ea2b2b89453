import type { AppRegistration } from "../world/apps/app-registration.ts";

/**
 * The lines of a `.env` file for a program that uses the mock. The mock stores no secret, so it is empty unless the
 * app was just registered.
 */
export function envFile(
  baseUrl: string,
  app?: Pick<AppRegistration, "appId"> & { appSecret?: string },
): string {
  return [
    `KINABASE_BASE_URL=${baseUrl}`,
    `KINABASE_APP_ID=${app?.appId ?? ""}`,
    `KINABASE_APP_SECRET=${app?.appSecret ?? ""}`,
    "",
  ].join("\n");
}
