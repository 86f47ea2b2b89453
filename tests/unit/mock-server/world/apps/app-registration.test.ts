import { describe, expect, test } from "bun:test";
import { createClient } from "../../../../../mod.ts";
import { createMockControl, createMockServer } from "../../../../../mock-server/mod.ts";
import {
  digest,
  isSecretOf,
  randomSecret,
} from "../../../../../mock-server/world/apps/app-registration.ts";

const description = { name: "Import", description: "Nightly import" };

test("each secret is 64 new bytes in base64", async () => {
  const { apps } = createMockServer().tenant;
  const secrets = [randomSecret(), (await apps.create(description)).appSecret, randomSecret()];
  for (const secret of secrets) {
    expect(secret).toMatch(/^[A-Za-z0-9+/]{86}==$/);
    expect(atob(secret).length).toBe(64);
  }
  expect(new Set(secrets).size).toBe(3);
});

test("each App ID is a new UUID", async () => {
  const { apps } = createMockServer().tenant;
  const [one, other] = [await apps.create(description), await apps.create(description)];
  expect(one.appId).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(other.appId).not.toBe(one.appId);
});

describe("a name and a description are required", () => {
  for (const field of ["name", "description"] as const) {
    for (const value of [undefined, null, "", " ", "\n\t", 42]) {
      test(`${field}: ${JSON.stringify(value)}`, async () => {
        const { apps } = createMockServer().tenant;
        // Wrong on purpose, as the compiler would also report.
        const given = { ...description, [field]: value };
        const creating = Reflect.apply(apps.create, undefined, [given]);
        await expect(creating).rejects.toThrow(`${field}: expected a string that is not blank`);
        expect(apps.list()).toEqual([]);
      });
    }
  }
});

test("clientOptions() works if there is a global window, as with jsdom and happy-dom", async () => {
  const mock = createMockServer({ control: true });
  const control = createMockControl("http://localhost:8787", { fetch: mock.fetch });
  const app = await mock.tenant.apps.create(description);
  const remote = await control.tenant.apps.create(description);
  const { baseUrl } = mock;
  const inWindow = { window: globalThis, document: {} };
  Object.assign(globalThis, inWindow);
  try {
    for (const options of [app.clientOptions(), remote.clientOptions()]) {
      await createClient(options).status();
    }
    expect(() => createClient(app.clientOptions({ baseUrl }))).not.toThrow();
  } finally {
    for (const name of Object.keys(inWindow)) Reflect.deleteProperty(globalThis, name);
  }
});

test("list returns everything but the secret, oldest first", async () => {
  const { apps } = createMockServer().tenant;
  const one = await apps.create(description);
  const other = await apps.create({ name: "Export", description: "Weekly export" });
  expect(apps.list()).toEqual([
    { appId: one.appId, state: "active", ...description },
    { appId: other.appId, state: "active", name: "Export", description: "Weekly export" },
  ]);
  expect(JSON.stringify(apps.list())).not.toContain(one.appSecret);
});

test("list returns copies", async () => {
  const { apps } = createMockServer().tenant;
  await apps.create(description);
  for (const app of apps.list()) Object.assign(app, { state: "revoked" });
  expect(apps.list()[0]?.state).toBe("active");
});

test("an app that was created shows its current state", async () => {
  const { apps } = createMockServer().tenant;
  const app = await apps.create(description);
  apps.expire(app.appId.toUpperCase());
  expect([app.state, apps.list()[0]?.state]).toEqual(["expired", "expired"]);
  apps.revoke(app.appId);
  expect([app.state, apps.list()[0]?.state]).toEqual(["revoked", "revoked"]);
});

test("an app of another tenant is unknown", async () => {
  const mock = createMockServer();
  const { appId } = await mock.createTenant().apps.create(description);
  for (const end of ["expire", "revoke"] as const) {
    expect(() => mock.tenant.apps[end](appId)).toThrow(
      `appId: app "${appId}" does not exist in this tenant`,
    );
  }
});

test("a client's options point to the mock in process, or to its server", async () => {
  const mock = createMockServer();
  const app = await mock.tenant.apps.create(description);
  const { appId, appSecret } = app;
  expect(app.clientOptions()).toEqual({
    appId,
    appSecret,
    baseUrl: mock.baseUrl,
    fetch: mock.fetch,
    clock: mock.clock,
    allowBrowser: true,
  });
  const baseUrl = "http://127.0.0.1:8787/api/v1/";
  expect(app.clientOptions({ baseUrl })).toEqual({
    appId,
    appSecret,
    baseUrl,
    clock: mock.clock,
    allowBrowser: true,
  });
});

test("a secret is compared by its digest, and any difference counts", async () => {
  const secret = randomSecret();
  const own = await digest(secret);
  expect(own.length).toBe(32);
  const known = (kept: Uint8Array, sent: string) =>
    isSecretOf({ secretDigest: () => Promise.resolve(kept) }, sent);
  expect(await known(own, secret)).toBe(true);
  expect(await known(own, randomSecret())).toBe(false);
  for (const at of [0, 15, 31]) {
    const other = own.slice();
    other[at] = (other[at] ?? 0) ^ 1;
    expect(await known(other, secret)).toBe(false);
  }
  for (const cut of [0, 31]) expect(await known(own.slice(0, cut), secret)).toBe(false);
});
