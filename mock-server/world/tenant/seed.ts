import { filledText, uuidText } from "../../support/text-schemas.ts";
import { appStateSchema } from "../apps/app-state.ts";
import { type CollectionSeed, collectionSeed } from "../collections/definitions.ts";
import * as z from "zod";
import { checked, expected, strict } from "../../support/check.ts";
import type { CreatedApp } from "../apps/app-registration.ts";
import type { BehaviorOptions } from "../behaviors/behavior-settings.ts";
import { behaviorOptions, type Behaviors, createBehaviors } from "../behaviors/behaviors.ts";
import type { AppDefinition, AppsState } from "../apps/apps.ts";
import type { MockCollection } from "../collections/collection.ts";
import type { CollectionsState } from "../collections/collections.ts";
import { dryRun } from "./dry-run.ts";

/**
 * The initial data of a tenant: plain JSON. IDs and secrets can be fixed, so that an existing program's
 * configuration works with the mock unchanged.
 *
 * @example
 * ```ts
 * import { createMockServer } from "@kinakit/kinabase/mock";
 *
 * const mock = createMockServer({
 *   seed: {
 *     apps: [{
 *       appId: "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11",
 *       appSecret: `${"A".repeat(86)}==`,
 *       name: "Import",
 *       description: "Nightly import",
 *     }],
 *     collections: [{
 *       slug: "people",
 *       name: "People",
 *       fields: { jobTitle: "text" },
 *       records: [{ data: { jobTitle: "Engineer" } }],
 *     }],
 *   },
 * });
 * ```
 */
export interface Seed {
  /** The path or URL of `seed.schema.json`, for editors. The mock ignores it. */
  $schema?: string | undefined;
  /** App registrations. Default none. */
  apps?: AppDefinition[] | undefined;
  /** Collections. Default none. */
  collections?: CollectionSeed[] | undefined;
  /** Changes of behaviors. Default none. */
  behaviors?: BehaviorOptions | undefined;
}

/** The apps and collections that a seed added. */
export interface Seeded {
  /** The apps, in the order of the seed, with their secrets. */
  apps: CreatedApp[];
  /** The collections, in the order of the seed. */
  collections: MockCollection[];
}

/**
 * The schema of a seed.
 *
 * @internal
 */
export const seedSchema: z.ZodType<Seed> = z.lazy(() =>
  strict({
    $schema: z.string(expected("the path or URL of a schema")).optional(),
    apps: z.array(strict({
      appId: uuidText.optional().describe("Default: a new UUID."),
      appSecret: filledText.optional()
        .describe("In base64, or clients reject it. Default: a new secret."),
      name: filledText,
      description: filledText,
      state: appStateSchema.optional().describe('Default: "active".'),
    })).optional().describe("The app registrations."),
    collections: z.array(collectionSeed).optional().describe("The collections and their records."),
    behaviors: behaviorOptions.optional()
      .describe("How the mock behaves where Kinabase's behavior is not known."),
  })
);

/**
 * Validates a seed, except for conflicts with existing data.
 *
 * @param behaviors The tenant's behaviors.
 * @throws {TypeError} When the seed is invalid. The message names the path: `collections[1].records[3].data.jobTitle`.
 */
export function checkSeed(json: unknown, behaviors: BehaviorOptions = {}): Seed {
  const seed = checked(seedSchema, json, "seed");
  const appIds = new Set<string>();
  for (const [index, { appId }] of (seed.apps ?? []).entries()) {
    if (appId === undefined) continue;
    if (appIds.has(appId.toLowerCase())) {
      throw new TypeError(`apps[${index}].appId: ${appId} occurs twice in this seed`);
    }
    appIds.add(appId.toLowerCase());
  }
  const rules = createBehaviors({ ...behaviors, ...seed.behaviors });
  dryRun(rules, (collections) => addCollections(seed, collections));
  return seed;
}

/**
 * Adds a validated seed to a tenant.
 *
 * @throws {TypeError} When an App ID, a slug or a collection ID is already used.
 */
export function applySeed(
  seed: Seed,
  apps: AppsState,
  collections: CollectionsState,
  behaviors: Behaviors,
): Seeded {
  const { apps: appDefinitions = [], collections: definitions = [] } = seed;
  appDefinitions.forEach((definition, i) => apps.checkFree(definition, ["apps", i]));
  definitions.forEach((definition, i) => collections.checkFree(definition, ["collections", i]));
  behaviors.set(seed.behaviors ?? {});
  return {
    apps: appDefinitions.map((definition) => apps.register(definition)),
    collections: addCollections(seed, collections),
  };
}

function addCollections(seed: Seed, collections: CollectionsState): MockCollection[] {
  return (seed.collections ?? []).map(({ records = [], ...definition }, index) => {
    const at = ["collections", index];
    collections.checkFree(definition, at);
    const created = collections.add(definition);
    created.addAll(records, (i) => [...at, "records", i]);
    return collections.handle(created);
  });
}
