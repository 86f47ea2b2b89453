import * as z from "zod";
import { externalLink } from "../../../src/wire/link-schemas.ts";
import { jsonObject } from "../../../src/wire/shared-schemas.ts";
import type { IngestChange } from "../../../src/wire/types.ts";
import { checked, expected, strict } from "../../support/check.ts";
import { filledText, uuidText } from "../../support/text-schemas.ts";
import type { AppSnapshot } from "../apps/app-snapshot.ts";
import { appStateSchema } from "../apps/app-state.ts";
import type { BehaviorOptions } from "../behaviors/behavior-settings.ts";
import { behaviorOptions, createBehaviors } from "../behaviors/behaviors.ts";
import type { AppsState } from "../apps/apps.ts";
import type { CollectionSnapshot, RecordSnapshot } from "../collections/collection-snapshot.ts";
import type { CollectionsState } from "../collections/collections.ts";
import { collectionShape, storedRecordId } from "../collections/definitions.ts";
import { LATEST } from "../clock/instant.ts";
import { dryRun } from "./dry-run.ts";

/** A tenant's state as plain JSON. It does not contain secrets, tokens, faults or the journal. */
export interface Snapshot {
  /** The version of this format. */
  version: 1;
  /** Whether the tenant's API is enabled. */
  apiEnabled: boolean;
  /** The tenant's clock. If omitted, `restore` keeps the current time. */
  clock?: {
    /** The time, in milliseconds since 1970. */
    time: number;
    /** Whether the clock is running. */
    running: boolean;
  } | undefined;
  /** The behaviors that differ from their default. Default none. */
  behaviors?: BehaviorOptions | undefined;
  /** The app registrations, oldest first. */
  apps: AppSnapshot[];
  /** The collections, oldest first. */
  collections: CollectionSnapshot[];
}

const DIGEST = "the SHA-256 digest of a secret in base64: 44 characters";
const NUMBER = "1, 2, 3, …";
const TIME = "milliseconds since 1970";

const record: z.ZodType<RecordSnapshot> = z.lazy(() =>
  strict({
    id: storedRecordId,
    numericId: z.int(expected(NUMBER)).min(1, expected(NUMBER)),
    data: jsonObject,
    external: z.array(externalLink, expected("an array of links")),
    updatedAt: z.number(expected(TIME)),
  })
);

const changes: z.ZodType<IngestChange[]> = z.lazy(() =>
  z.array(
    z.looseObject({ timestamp: z.string(expected("an ISO 8601 time")), data: jsonObject }),
    expected("an array of changes"),
  )
);

/**
 * The schema of a snapshot.
 *
 * @internal
 */
export const snapshotSchema: z.ZodType<Snapshot> = z.lazy(() =>
  strict({
    version: z.literal(1, expected("1")),
    apiEnabled: z.boolean(expected("true or false")),
    clock: strict({
      time: z.number(expected(TIME)).min(-LATEST, expected(TIME)).max(LATEST, expected(TIME)),
      running: z.boolean(expected("true or false")),
    }).optional(),
    behaviors: behaviorOptions.optional(),
    apps: z.array(
      strict({
        appId: uuidText,
        name: filledText,
        description: filledText,
        state: appStateSchema,
        secretDigest: z.string(expected(DIGEST)).regex(/^[A-Za-z\d+/]{43}=$/, expected(DIGEST)),
      }),
      expected("an array of apps"),
    ),
    collections: z.array(
      strict({
        ...collectionShape,
        id: uuidText,
        highestNumericId: z.int(expected("0, 1, 2, …")).min(0, expected("0, 1, 2, …")),
        records: z.array(record, expected("an array of records")),
        telemetry: z.record(z.string(), changes, expected("an object of changes by record ID")),
      }),
      expected("an array of collections"),
    ),
  })
);

/**
 * Validates a whole snapshot, so that restoring it cannot fail halfway.
 *
 * @throws {TypeError} When the snapshot is invalid. The message names the path: `collections[1].records[3].data.jobTitle`.
 */
export function checkSnapshot(json: unknown, apps: AppsState): Snapshot {
  const snapshot = structuredClone(checked(snapshotSchema, json, "snapshot"));
  apps.checkReplaceable(snapshot.apps);
  const rules = createBehaviors(snapshot.behaviors);
  dryRun(rules, (collections) => restoreCollections(snapshot, collections));
  return snapshot;
}

/** Replaces all collections by those of a snapshot. */
export function restoreCollections(snapshot: Snapshot, collections: CollectionsState): void {
  collections.clear();
  snapshot.collections.forEach((of, index) => {
    const { slug, name, fields, id } = of;
    const at = ["collections", index];
    collections.checkFree({ slug, name, id }, at);
    collections.add({ slug, name, fields, id }).load(of, at);
  });
}
