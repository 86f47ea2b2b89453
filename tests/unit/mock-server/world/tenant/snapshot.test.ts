import { describe, expect, test } from "bun:test";
import { createMockServer } from "../../../../../mock-server/mod.ts";

const DIGEST = `${"aZ09+/".repeat(7)}w=`;
const APP_ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";
const COLLECTION_ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b22";

/** A valid snapshot, as JSON that a test may change. */
const snapshot = () => ({
  version: 1,
  apiEnabled: true,
  clock: { time: 0, running: false },
  behaviors: { "list.order": "id" },
  apps: [{
    appId: APP_ID,
    name: "Import",
    description: "Nightly import",
    state: "active",
    secretDigest: DIGEST,
  }],
  collections: [{
    id: COLLECTION_ID,
    slug: "people",
    name: "People",
    fields: { level: { type: "number", tracked: true } },
    highestNumericId: 3,
    records: [{
      id: "ada",
      numericId: 2,
      data: { level: 1 },
      external: [{ key: "crm", id: "1" }],
      updatedAt: 5,
    }],
    telemetry: { ada: [{ timestamp: "2026-01-31T12:00:00Z", data: { level: 2 } }] },
  }],
});

/** The snapshot with another value at a path. */
function withValue(path: string, value: unknown): object {
  const whole = snapshot();
  const names = path.split(".");
  const last = names.pop() ?? "";
  let place: object = whole;
  for (const name of names) place = Reflect.get(place, name);
  if (value === undefined) Reflect.deleteProperty(place, last);
  else Reflect.set(place, last, value);
  return whole;
}

test("a snapshot is restored as it is", async () => {
  const { tenant } = createMockServer();
  await tenant.restore(snapshot());
  expect(await tenant.snapshot()).toEqual(Object(snapshot()));
  const [people] = tenant.collections.list();
  expect(people?.records.add({ data: {} }).numericId).toBe(4);
  expect(tenant.behaviors.get("list.order")).toBe("id");
});

test("a snapshot without behaviors and clock has the defaults, and keeps the time", async () => {
  const { tenant } = createMockServer({ behaviors: { "list.order": "updated" } });
  await tenant.clock.set(7_000);
  const { behaviors: _, clock: __, ...rest } = snapshot();
  await tenant.restore(rest);
  expect(tenant.behaviors.get("list.order")).toBe("created");
  expect([tenant.clock.now(), tenant.clock.running]).toEqual([7_000, false]);
});

test("a restored clock runs or stands still, as in the snapshot", async () => {
  const { tenant } = createMockServer();
  const { clock } = tenant;
  await tenant.restore({ ...snapshot(), clock: { time: 9_000, running: true } });
  expect(clock.running).toBe(true);
  expect(clock.now()).toBeGreaterThanOrEqual(9_000);
  await tenant.restore({ ...snapshot(), clock: { time: 9_000, running: false } });
  expect([clock.running, clock.now()]).toEqual([false, 9_000]);
});

test("what a test changes in a snapshot later changes nothing", async () => {
  const { tenant } = createMockServer();
  const given = snapshot();
  await tenant.restore(given);
  Object.assign(given.collections[0]?.records[0]?.data ?? {}, { level: 99 });
  const taken = await tenant.snapshot();
  Object.assign(taken.collections[0]?.records[0]?.data ?? {}, { level: 99 });
  expect(await tenant.snapshot()).toEqual(Object(snapshot()));
});

describe("an invalid snapshot is refused, and the error names the place", () => {
  const DATE = "milliseconds since 1970";
  const HASH = "the SHA-256 digest of a secret in base64: 44 characters";
  const AT = "collections[0]";
  const RECORD = `${AT}.records[0]`;
  const cases: [path: string, value: unknown, message: string][] = [
    ["version", undefined, "version is missing. Expected 1."],
    ["version", 2, "version: expected 1, got 2."],
    ["apiEnabled", 1, "apiEnabled: expected true or false, got 1."],
    ["clock.time", "now", `clock.time: expected ${DATE}, got "now".`],
    ["clock.time", 8.64e15 + 2, `clock.time: expected ${DATE}, got 8640000000000002.`],
    ["clock.time", -8.64e15 - 2, `clock.time: expected ${DATE}, got -8640000000000002.`],
    ["clock.running", 0, "clock.running: expected true or false, got 0."],
    ["clock.runing", true, "Unknown option clock.runing. Did you mean clock.running?"],
    [
      "behaviors",
      { "list.order": "x" },
      'behaviors.list.order: expected "created" or "updated" or "id", got "x".',
    ],
    ["apps", {}, "apps: expected an array of apps, got {}."],
    ["apps.0.appId", "42", 'apps[0].appId: expected a UUID, got "42".'],
    ["apps.0.name", "", 'apps[0].name: expected a string that is not blank, got "".'],
    ["apps.0.description", undefined, "apps[0].description is missing. Expected a string."],
    [
      "apps.0.state",
      "gone",
      'apps[0].state: expected "active", "expired" or "revoked", got "gone".',
    ],
    ["apps.0.secretDigest", `${"A".repeat(44)}=`, `apps[0].secretDigest: expected ${HASH}`],
    ["apps.0.secretDigest", `x${DIGEST}`, `apps[0].secretDigest: expected ${HASH}`],
    ["apps.0.secretDigest", `${DIGEST}x`, `apps[0].secretDigest: expected ${HASH}`],
    ["apps.0.secretDigest", 5, `apps[0].secretDigest: expected ${HASH}`],
    ["apps.0.secret", "x", "Unknown option apps[0].secret."],
    ["collections", 5, "collections: expected an array of collections, got 5."],
    ["collections.0.id", "x", `${AT}.id: expected a UUID, got "x".`],
    ["collections.0.id", undefined, `${AT}.id is missing. Expected a UUID.`],
    ["collections.0.slug", "a b", `${AT}.slug: expected letters, digits and hyphens`],
    ["collections.0.highestNumericId", -1, `${AT}.highestNumericId: expected 0, 1, 2, …, got -1.`],
    [
      "collections.0.highestNumericId",
      "3",
      `${AT}.highestNumericId: expected 0, 1, 2, …, got "3".`,
    ],
    ["collections.0.records", {}, `${AT}.records: expected an array of records, got {}.`],
    [
      "collections.0.records.0.id",
      "",
      `${RECORD}.id: expected a string that is not blank, got "".`,
    ],
    ["collections.0.records.0.numericId", 0, `${RECORD}.numericId: expected 1, 2, 3, …, got 0.`],
    [
      "collections.0.records.0.numericId",
      "1",
      `${RECORD}.numericId: expected 1, 2, 3, …, got "1".`,
    ],
    ["collections.0.records.0.data", [], `${RECORD}.data: expected an object, got [].`],
    ["collections.0.records.0.data", { levels: 1 }, `Unknown field ${RECORD}.data.levels.`],
    ["collections.0.records.0.external", null, `${RECORD}.external: expected an array of links`],
    ["collections.0.records.0.updatedAt", "x", `${RECORD}.updatedAt: expected ${DATE}, got "x".`],
    ["collections.0.records.0.more", 1, `Unknown option ${RECORD}.more.`],
    [
      "collections.0.telemetry",
      [],
      `${AT}.telemetry: expected an object of changes by record ID, got [].`,
    ],
    [
      "collections.0.telemetry.ada",
      {},
      `${AT}.telemetry.ada: expected an array of changes, got {}.`,
    ],
    [
      "collections.0.telemetry.ada.0.timestamp",
      5,
      `${AT}.telemetry.ada[0].timestamp: expected an ISO 8601 time, got 5.`,
    ],
    [
      "collections.0.telemetry.ada.0.timestamp",
      "noon",
      `${AT}.telemetry.ada.changes[0].timestamp: expected an ISO 8601 time such as`,
    ],
    [
      "collections.0.telemetry.ada.0.data",
      { name: 1 },
      `Unknown field ${AT}.telemetry.ada.changes[0].data.name.`,
    ],
  ];
  for (const [index, [path, value, message]] of cases.entries()) {
    test(`${index}: ${message}`, async () => {
      const { tenant } = createMockServer();
      const before = await tenant.snapshot();
      const restoring = tenant.restore(withValue(path, value));
      await expect(restoring).rejects.toThrow(TypeError);
      await expect(restoring).rejects.toThrow(message);
      expect(await tenant.snapshot()).toEqual(before);
    });
  }

  test("values that were stored while the tenant stored any type are restored", async () => {
    const { tenant } = createMockServer({ behaviors: { "fields.wrong-type": "store" } });
    const fields = { level: "number" } as const;
    const sensors = tenant.collections.create({ slug: "sensors", name: "Sensors", fields });
    sensors.records.add({ data: { level: "high" } });
    tenant.behaviors.set({ "fields.wrong-type": "refuse" });
    const snapshot = await tenant.snapshot();
    await tenant.restore(snapshot);
    expect(await tenant.snapshot()).toEqual(snapshot);
  });
});
