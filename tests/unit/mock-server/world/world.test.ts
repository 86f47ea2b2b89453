import { describe, expect, test } from "bun:test";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { createWorld } from "../../../../mock-server/world/world.ts";

const APP = {
  appId: "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11",
  appSecret: "secret",
  name: "Import",
  description: "Nightly import",
};

const worldWith = (options: object = {}) =>
  createWorld({
    baseUrl: "https://kinabase.invalid/api/v1/",
    fetch: () => Promise.reject(new Error("not expected")),
    issuer: "https://kinabase.invalid",
    tenant: {},
    ...options,
  });

describe("a world", () => {
  test("lists its tenants, the default one first, and finds them by ID and by app", async () => {
    const world = worldWith();
    const [one, two] = [world.createTenant(), world.createTenant({})];
    expect(world.tenants()).toEqual([world.defaultTenant, one, two]);
    const { appId } = await two.apps.create({ name: "Test", description: "Test" });
    for (const name of [appId, appId.toUpperCase()]) expect(world.tenantOfApp(name)).toBe(two);
    expect(world.tenantWithId(two.id)).toBe(two);
    expect(world.tenantWithId(one.id)).toBe(one);
    expect([world.tenantOfApp("nobody"), world.tenantWithId("nobody")])
      .toEqual([undefined, undefined]);
  });

  test("forgets a removed tenant, also one whose ID is read later", async () => {
    const world = worldWith();
    const [one, two] = [world.createTenant(), world.createTenant()];
    const { appId } = await one.apps.create({ name: "Test", description: "Test" });
    const { id } = one;
    one.remove();
    two.remove();
    expect(world.tenants()).toEqual([world.defaultTenant]);
    expect([world.tenantOfApp(appId), world.tenantWithId(id), world.tenantWithId(two.id)])
      .toEqual([undefined, undefined, undefined]);
    const late = await one.apps.create({ name: "Late", description: "Late" });
    expect(world.tenantOfApp(late.appId)).toBeUndefined();
  });

  test("never forgets the default tenant", () => {
    const world = worldWith();
    expect(() => world.defaultTenant.remove()).toThrow(
      new TypeError(
        "The default tenant cannot be removed. Call reset() to restore its initial state.",
      ),
    );
    expect(world.tenants()).toEqual([world.defaultTenant]);
  });

  test("keeps the other tenants when one is removed", async () => {
    const world = worldWith();
    const [one, two] = [world.createTenant(), world.createTenant()];
    const { appId } = await two.apps.create({ name: "Test", description: "Test" });
    const { id } = two;
    one.remove();
    expect([world.tenantOfApp(appId), world.tenantWithId(id)]).toEqual([two, two]);
  });

  test("a removed tenant that is used again takes no app away from another one", () => {
    const world = worldWith();
    const removed = world.createTenant({ seed: { apps: [APP] } });
    removed.remove();
    removed.reset();
    const tenant = world.createTenant({ seed: { apps: [APP] } });
    // The removed tenant has the app from its seed again, and now loses it.
    expect(() => removed.reset()).toThrow(TypeError);
    expect(world.tenantOfApp(APP.appId)).toBe(tenant);
  });

  test("no longer knows an app once its tenant was emptied", async () => {
    const world = worldWith();
    const tenant = world.createTenant();
    const { appId } = await tenant.apps.create({ name: "Test", description: "Test" });
    tenant.reset();
    expect(world.tenantOfApp(appId)).toBeUndefined();
  });

  test("gives the clock and the seed to the default tenant only, and the other options to all", () => {
    const seed = { apps: [APP] };
    const behaviors = { "list.order": "id", "status.body": "empty" } as const;
    const world = worldWith({ seed, tenant: { behaviors, limits: { pageSize: 5 } } });
    const tenant = world.createTenant({ behaviors: { "status.body": "object" } });
    expect(world.defaultTenant.apps.list()).toHaveLength(1);
    expect(tenant.apps.list()).toEqual([]);
    expect(tenant.behaviors.all()).toMatchObject({ "list.order": "id", "status.body": "object" });
    expect(world.defaultTenant.behaviors.get("status.body")).toBe("empty");
    expect([world.defaultTenant.limits.pageSize, tenant.limits.pageSize]).toEqual([5, 5]);
  });
});

describe("an App ID of a seed that is used on the server is refused", () => {
  const other = { ...APP, appId: "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b22" };

  test("in any letter case, by its place, and nothing remains", () => {
    const world = worldWith({ seed: { apps: [APP] } });
    const taken = { ...APP, appId: APP.appId.toUpperCase() };
    expect(() => world.createTenant({ seed: { apps: [other, taken] } })).toThrow(
      `seed.apps[1].appId: ${taken.appId} is already used on this server. Choose another.`,
    );
    expect(world.tenants()).toHaveLength(1);
    expect(world.createTenant({ seed: { apps: [other] } }).apps.list()).toHaveLength(1);
  });

  test("and by tenant.seed()", () => {
    const world = worldWith({ seed: { apps: [APP] } });
    const tenant = world.createTenant();
    expect(() => tenant.seed({ apps: [other, APP] })).toThrow(
      `apps[1].appId: ${APP.appId} is already used on this server. Choose another.`,
    );
    expect(tenant.apps.list()).toEqual([]);
  });
});

describe("the limits of a tenant", () => {
  const limitsOf = (shared: object | undefined, own: object | undefined) =>
    worldWith({ tenant: { limits: shared } })
      .createTenant(own === undefined ? {} : { limits: { ...own } }).limits;

  test("are its own, then the server's, then the defaults", () => {
    expect(limitsOf(undefined, undefined)).toMatchObject({ pageSize: 300, batchSize: 300 });
    expect(limitsOf({ pageSize: 5 }, undefined)).toMatchObject({ pageSize: 5, batchSize: 300 });
    expect(limitsOf(undefined, { pageSize: 7 })).toMatchObject({ pageSize: 7, batchSize: 300 });
    expect(limitsOf({ pageSize: 5, batchSize: 2 }, { pageSize: 7, batchSize: undefined }))
      .toMatchObject({ pageSize: 7, batchSize: 2 });
  });

  test("are refused if they are not an object, also if the server has some", () => {
    for (const limits of [5, "off", true]) {
      const create = () =>
        Reflect.apply(createMockServer({ limits: { pageSize: 5 } }).createTenant, undefined, [
          { limits },
        ]);
      expect(create).toThrow(`limits: expected an object, got ${JSON.stringify(limits)}.`);
    }
  });
});

test("an unknown option of a tenant is refused", () => {
  const create = (options: unknown) => () =>
    Reflect.apply(createMockServer().createTenant, undefined, [options]);
  expect(create({ limit: {} })).toThrow("Unknown option limit. Did you mean limits?");
  expect(create({ cors: true })).toThrow("Unknown option cors.");
  expect(create(5)).toThrow("options: expected an object, got 5");
});
