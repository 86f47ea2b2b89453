import * as z from "zod";
import type { AppSnapshot, Credentials, Snapshot } from "../mock-server/mod.ts";
import { toBase64 } from "../mock-server/support/base64.ts";
import { checked, expected } from "../mock-server/support/check.ts";
import { digest } from "../mock-server/world/apps/app-registration.ts";

/** What a state file holds. */
export interface SavedState {
  /** The snapshot of the default tenant, not validated yet. */
  snapshot: object;
  /** The credentials of the mock's own apps whose secrets are known. They are of no use anywhere else. */
  credentials: Credentials[];
}

const SECRETS = "an object of App Secrets by App ID";

const schema = z.looseObject({
  // Files of earlier versions hold no secrets.
  secrets: z.record(z.string(), z.string(expected("an App Secret")), expected(SECRETS)).optional(),
});

/**
 * Reads the content of a state file.
 *
 * @throws {TypeError} When its secrets are invalid.
 */
export function fromSavedState(content: object): SavedState {
  const { secrets = {}, ...snapshot } = checked(schema, content, "state");
  const credentials = Object.entries(secrets)
    .map(([appId, appSecret]) => ({ appId, appSecret }));
  return { snapshot, credentials };
}

/** Creates the content of a state file: a snapshot, and the secrets that still work. */
export async function toSavedState(
  snapshot: Snapshot,
  credentials: readonly Credentials[],
): Promise<object> {
  const working = await workingCredentials(snapshot.apps, credentials);
  const secrets = Object.fromEntries(working.map(({ appId, appSecret }) => [appId, appSecret]));
  return { ...snapshot, secrets };
}

/** Those credentials that one of these apps accepts. */
export async function workingCredentials(
  apps: readonly Pick<AppSnapshot, "appId" | "secretDigest">[],
  credentials: readonly Credentials[],
): Promise<Credentials[]> {
  const working: Credentials[] = [];
  for (const { appId, appSecret } of credentials) {
    const app = apps.find((of) => of.appId.toLowerCase() === appId.toLowerCase());
    if (app !== undefined && app.secretDigest === toBase64(await digest(appSecret))) {
      working.push({ appId: app.appId, appSecret });
    }
  }
  return working;
}
