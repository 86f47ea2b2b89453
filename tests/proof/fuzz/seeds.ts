import * as fc from "fast-check";
import {
  createMockServer,
  type MockServer,
  type Seed,
  type Snapshot,
  type Tenant,
} from "../../../mock-server/mod.ts";
import { ok } from "../../contract/assert.ts";
import { canonical } from "./canonical.ts";
import { type Edit, edited, edits } from "./edits.ts";
import { anyJsonObject } from "./json.ts";
import { type Note, type Property, property } from "./property.ts";
import { expectRefusal } from "./refusals.ts";
import { anyText, word } from "./text.ts";
import { anyValue } from "./values.ts";

interface SeedPlan {
  /** What the tenant has already. */
  before: Seed;
  seed: Seed;
  seedEdits: Edit[];
  snapshotEdits: Edit[];
}

/** Seeds and snapshots: accepted, or refused with a clear error and without effect. */
export const seeds: Property = property({
  name: "seeds",
  runs: 400,
  input: () =>
    fc.record({
      before: fc.oneof(fc.constant({}), anySeed()),
      seed: anySeed(),
      seedEdits: fc.oneof(fc.constant<Edit[]>([]), edits(anyValue())),
      snapshotEdits: edits(fc.oneof(fc.constantFrom(...SNAPSHOT_VALUES), anyValue())),
    }),
  start: (note) =>
    Promise.resolve(async (plan: SeedPlan) => {
      const server = createMockServer();
      const { tenant } = server;
      await attempt(() => tenant.seed(plan.before), tenant, SEED_PLACE);
      const seed = edited(plan.seed, plan.seedEdits);
      await expectSeeded(server, seed, note);
      await tenant.restore(withTelemetry(await tenant.snapshot()));
      await expectIdentity(tenant);
      const snapshot = edited(await tenant.snapshot(), plan.snapshotEdits);
      await expectRestored(tenant, snapshot, note);
      for (const { records } of tenant.collections.list()) records.add({ data: {} });
      await expectIdentity(tenant);
    }),
  reaches: ["seed accepted", "seed refused", "snapshot accepted", "snapshot refused"],
});

/** How a message about a seed or a snapshot starts. An unknown name is only reported if it can be copied. */
const SEED_PLACE =
  /^(?:seed|behaviors|apps|collections|Unknown (?:option|field) )|must (?:be nested|not have the key)/;
const SNAPSHOT_PLACE =
  /^(?:snapshot|version|apiEnabled|behaviors|clock|apps|collections|Unknown (?:option|field) )|must (?:be nested|not have the key)/;

/** Values that fit into a snapshot. */
const SNAPSHOT_VALUES: readonly unknown[] = [
  true,
  1,
  1e15,
  2 ** 53 - 1,
  "active",
  "x",
  "text",
  "2026-01-31T12:00:00Z",
  {},
  [],
];

const UUIDS = [
  "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11",
  "3F8A1C52-6B1E-4F0F-9D55-0A7F5F1F2B11",
  "5b0f8c86-6c39-4d1c-9c1e-4d4e0c3b7a02",
  "7d9f6a0e-0b43-4c7e-8a53-2f1f0d0a9c01",
];

const TYPES = ["text", "number", "boolean", "date", "link"] as const;

function anySeed(): fc.Arbitrary<Seed> {
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const uuid = optional(fc.constantFrom(...UUIDS));
  const name = fc.oneof(word(), anyText().filter((text) => text.trim() !== ""));
  const field = fc.oneof(
    fc.constantFrom(...TYPES),
    fc.record({
      type: fc.constantFrom(...TYPES),
      tracked: optional(fc.boolean()),
      hidden: optional(fc.boolean()),
    }),
  );
  const link = fc.record({ key: name, id: name, properties: optional(anyJsonObject()) });
  const record = fc.record({
    data: fc.oneof(anyJsonObject(), fc.constant({})),
    external: optional(fc.array(link, { maxLength: 2 })),
    id: optional(fc.oneof(word(), fc.constantFrom("__proto__", "constructor", "r1"))),
    numericId: optional(fc.oneof(fc.nat(5), fc.constantFrom(2 ** 31, 2 ** 53 - 1))),
  });
  const fields = fc.dictionary(fc.oneof(word(), anyText()), field, { maxKeys: 3 });
  const collection = fc.record({
    slug: fc.oneof(word(), fc.constantFrom("people", "__proto__", "constructor", "all")),
    name,
    id: uuid,
    fields: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, {
      weight: 1,
      arbitrary: fields,
    }),
    records: optional(fc.array(record, { maxLength: 4 })),
  });
  const app = fc.record({
    appId: uuid,
    appSecret: optional(name),
    name,
    description: name,
    state: optional(fc.constantFrom("active", "expired", "revoked")),
  });
  return fc.record({
    apps: optional(fc.array(app, { maxLength: 2 })),
    collections: optional(fc.array(collection, { maxLength: 3 })),
  });
}

/** The same snapshot with telemetry for each record. */
function withTelemetry(snapshot: Snapshot): Snapshot {
  const telemetry = [{ timestamp: "2026-01-31T12:00:00Z", data: {} }];
  const collections = snapshot.collections.map((of) => ({
    ...of,
    telemetry: Object.fromEntries(of.records.map(({ id }) => [id, telemetry])),
  }));
  return { ...snapshot, collections };
}

/** Runs work that may be refused. A refusal must be a clear error, and change nothing. */
async function attempt(work: () => unknown, tenant: Tenant, place: RegExp): Promise<boolean> {
  const before = canonical(await tenant.snapshot());
  try {
    await work();
    return true;
  } catch (error) {
    expectRefusal(error, place);
    ok(canonical(await tenant.snapshot()) === before, "a refusal changed the tenant");
    return false;
  }
}

async function expectSeeded({ tenant }: MockServer, seed: unknown, note: Note): Promise<void> {
  const given = typeof seed === "object" && seed !== null ? seed : [];
  const accepted = await attempt(() => tenant.seed(given), tenant, SEED_PLACE);
  note(`seed ${accepted ? "accepted" : "refused"}`);
  if (accepted) expectContains(await tenant.snapshot(), given);
  const fresh = createMockServer().tenant;
  const intoFresh = await attempt(() => fresh.seed(given), fresh, SEED_PLACE);
  let asOption = true;
  try {
    createMockServer({ seed: given });
  } catch (error) {
    expectRefusal(error, SEED_PLACE);
    asOption = false;
  }
  ok(intoFresh === asOption, `seed() accepts it: ${intoFresh}, the option: ${asOption}`);
}

async function expectRestored(tenant: Tenant, snapshot: unknown, note: Note): Promise<void> {
  const given = typeof snapshot === "object" && snapshot !== null ? snapshot : [];
  const accepted = await attempt(() => tenant.restore(given), tenant, SNAPSHOT_PLACE);
  note(`snapshot ${accepted ? "accepted" : "refused"}`);
  if (accepted) expectContains(await tenant.snapshot(), given);
}

/** Throws unless everything that was given is in the tenant. */
function expectContains(snapshot: Snapshot, given: object): void {
  const known = new Map(snapshot.collections.map((of) => [of.slug, of]));
  for (const collection of listIn(given, "collections")) {
    const kept = known.get(String(partOf(collection, "slug")));
    const records = listIn(collection, "records").map((of) => [
      partOf(of, "data"),
      partOf(of, "external") ?? [],
    ]);
    const found = kept?.records.map(({ data, external }) => [data, external]);
    ok(
      canonical(records) === canonical(found),
      `given ${canonical(records)}, kept ${canonical(found)}`,
    );
  }
  const apps = listIn(given, "apps").map((app) => partOf(app, "name"));
  const names = snapshot.apps.map(({ name }) => name);
  ok(apps.every((name) => names.includes(String(name))), "an app is missing");
}

/** A snapshot can be restored, here and on another server, also as JSON, and is then taken again. */
async function expectIdentity(tenant: Tenant): Promise<void> {
  const first = await tenant.snapshot();
  await tenant.restore(first);
  ok(canonical(await tenant.snapshot()) === canonical(first), "restoring a snapshot changed it");
  const other = createMockServer().tenant;
  await other.restore(JSON.parse(JSON.stringify(first)));
  ok(
    canonical(await other.snapshot()) === canonical(first),
    "another server restored it differently",
  );
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function listIn(value: unknown, name: string): unknown[] {
  const list = partOf(value, name);
  return Array.isArray(list) ? list : [];
}
