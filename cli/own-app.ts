import * as z from "zod";
import type { AppDefinition, Credentials } from "../mock-server/mod.ts";
import { randomSecret } from "../mock-server/world/apps/app-registration.ts";
import { type SavedState, workingCredentials } from "./saved-state.ts";

/** The app whose credentials the command line prints. */
export type OwnApp = AppDefinition & Credentials;

// Only what is needed to find the app. The mock validates seeds and snapshots itself.
const seedSchema = z.looseObject({ apps: z.array(z.unknown()) });
const idSchema = z.looseObject({ appId: z.string() });
const seededAppSchema = z.looseObject({
  appId: z.string(),
  appSecret: z.string(),
  state: z.literal("active").optional(),
});
const snapshotSchema = z.looseObject({
  apps: z.array(
    z.looseObject({ appId: z.string(), secretDigest: z.string(), state: z.string() }),
  ),
});

/**
 * Chooses the app whose credentials are printed: the first active app of the saved state whose secret is known,
 * or without a saved state the first active app of the seed with an ID and a secret; else a new app.
 */
export async function ownApp(saved: SavedState | undefined, seed: object): Promise<OwnApp> {
  const known = saved === undefined
    ? seededCredentials(seed)
    : await activeCredentials(saved, seed);
  const [credentials = { appId: crypto.randomUUID(), appSecret: randomSecret() }] = known;
  return { name: "Command line", description: "kinabase mock", ...credentials };
}

/** Adds the app to a seed unless the seed has it, so that a reset of the tenant does not remove it. */
export function withOwnApp(seed: object, app: OwnApp): object {
  const { data } = seedSchema.safeParse({ apps: [], ...seed });
  if (data === undefined) return seed;
  const isSeeded = data.apps.some((of) =>
    idSchema.safeParse(of).data?.appId.toLowerCase() === app.appId.toLowerCase()
  );
  return isSeeded ? seed : { ...data, apps: [...data.apps, app] };
}

/** The credentials of the active apps of a seed that have an ID and a secret. */
export function seededCredentials(seed: object): Credentials[] {
  const { data } = seedSchema.safeParse(seed);
  return (data?.apps ?? []).flatMap((app) => {
    const { data } = seededAppSchema.safeParse(app);
    return data === undefined ? [] : [{ appId: data.appId, appSecret: data.appSecret }];
  });
}

async function activeCredentials(saved: SavedState, seed: object): Promise<Credentials[]> {
  const { data } = snapshotSchema.safeParse(saved.snapshot);
  const active = (data?.apps ?? []).filter(({ state }) => state === "active");
  return await workingCredentials(active, [...saved.credentials, ...seededCredentials(seed)]);
}
