import type { Credentials } from "../mock-server/mod.ts";
import type { RunningServer } from "../mock-server/serve.ts";
import { envVariables } from "./env-file.ts";

/** What is printed about a mock that listens. */
export interface Startup {
  server: Pick<RunningServer, "url" | "baseUrl">;
  /** Whether the control API and the page are on. */
  control: boolean;
  /** The key of the control API, if it was made now. */
  newKey?: string | undefined;
  credentials: Credentials;
}

/** The startup information for programs, as one line of JSON. */
export function startupJson(startup: Startup): string {
  return JSON.stringify(startupInfo(startup));
}

/**
 * The startup information for people.
 *
 * @param envFile The environment file that was written.
 * @param quiet Omits what the other lines contain already.
 */
export function startupText(
  startup: Startup,
  { envFile, quiet = false }: { envFile?: string | undefined; quiet?: boolean | undefined } = {},
): string {
  const { baseUrl, appId, appSecret, page, controlKey: key } = startupInfo(startup);
  const body = JSON.stringify({ appId, appSecret });
  const variables = [
    "For a .env file, or the .dev.vars file of a Worker:",
    "",
    envVariables(startup.credentials, baseUrl),
    "",
  ];
  return [
    "Kinabase mock (unofficial)",
    "",
    `  base URL    ${baseUrl}`,
    `  App ID      ${appId}`,
    `  App Secret  ${appSecret}`,
    ...(envFile === undefined ? [] : [`  variables   ${envFile}`]),
    ...(page === undefined ? [] : [`  page        ${page}`]),
    ...(key === undefined ? [] : [`  control key ${key}`]),
    "",
    ...(quiet || envFile !== undefined ? [] : variables),
    `  curl -s ${baseUrl}token -H 'content-type: application/json' -d '${body}'`,
    "",
    "Press Ctrl-C to stop.",
  ].join("\n");
}

function startupInfo({ server, control, newKey, credentials: { appId, appSecret } }: Startup) {
  const { url, baseUrl } = server;
  // The fragment of a URL is never sent, so the key gets into no log of a server.
  const fragment = newKey === undefined ? "" : `#key=${newKey}`;
  const page = control ? `${url}/${fragment}` : undefined;
  return { url, baseUrl, appId, appSecret, page, controlKey: newKey };
}
