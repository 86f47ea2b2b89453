// A tenant's state: reset, snapshot, restore, and isolation from other tenants.
import { describe, expect, test } from "bun:test";
import { createClient, createTokenSource } from "../../../../../mod.ts";
import {
  createMockServer,
  type MockServer,
  type Snapshot,
  type StoreOwner,
  type Tenant,
} from "../../../../../mock-server/mod.ts";
import { createMemoryStore } from "../../../../../mock-server/world/collections/memory-store/memory-store.ts";

const APP = {
  appId: "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11",
  appSecret: `${"A".repeat(86)}==`,
  name: "Import",
  description: "Nightly import",
};

const SEED = {
  apps: [APP],
  collections: [{
    slug: "people",
    name: "People",
    fields: { jobTitle: "text", temperature: { type: "number", tracked: true } },
    records: [{ data: { jobTitle: "Engineer" } }, { data: { jobTitle: "Pilot" } }],
  }],
};

const START = Date.parse("2026-01-01T00:00:00Z");

async function lived() {
  const mock = createMockServer({ seed: SEED });
  await mock.clock.set(START);
  mock.tenant.collections.list(); // applies the seed now
  const { appId, appSecret } = APP;
  const { baseUrl, fetch, clock } = mock;
  const client = createClient({ appId, appSecret, baseUrl, fetch, clock });
  const people = client.collection("people");
  await mock.clock.advance("1h");
  const third = await people.create({
    data: { jobTitle: "Cook" },
    external: [{ key: "crm", id: "7" }],
  });
  await people.delete(third.id);
  const fourth = await people.create({
    data: { jobTitle: "Baker" },
    external: [{ key: "crm", id: "8" }],
  });
  await people.ingest([{
    id: fourth.id,
    changes: [{ timestamp: "2026-01-01T00:30:00Z", data: { temperature: 37 } }],
  }]);
  return { mock, client, people, fourth };
}

describe("reset", () => {
  test("restores the seed: apps, records, the API, faults, journal and clock", async () => {
    const { mock, client } = await lived();
    const more = await mock.tenant.apps.create({ name: "More", description: "Not of the seed" });
    mock.tenant.apps.revoke(APP.appId);
    mock.tenant.collections.create({ slug: "more", name: "More" });
    mock.tenant.setApiEnabled(false);
    mock.faults.add({ kind: "drop" });
    mock.faults.chaos({ seed: 1, rate: 1 });
    mock.clock.resume();

    mock.tenant.reset();
    expect(mock.tenant.apiEnabled).toBe(true);
    expect(mock.tenant.apps.list()).toEqual([{
      appId: APP.appId,
      name: APP.name,
      description: APP.description,
      state: "active",
    }]);
    expect(mock.tenant.collections.list().map(({ slug }) => slug)).toEqual(["people"]);
    expect(mock.tenant.collections.list()[0]?.records.list().map(({ data }) => data)).toEqual([
      { jobTitle: "Engineer" },
      { jobTitle: "Pilot" },
    ]);
    expect([mock.faults.list(), mock.faults.chaos(), mock.journal.count()]).toEqual([
      [],
      undefined,
      0,
    ]);
    expect(mock.clock.running).toBe(false);
    expect(Math.abs(mock.clock.now() - Date.now())).toBeLessThan(1_000);
    await client.status();
    await expect(createClient(more.clientOptions()).status()).rejects.toThrow();
  });

  test("without a seed empties the tenant", async () => {
    const mock = createMockServer();
    const tenant = mock.createTenant();
    await tenant.apps.create({ name: "One", description: "Of none" });
    tenant.collections.create({ slug: "one", name: "One" });
    tenant.reset();
    expect([tenant.apps.list(), tenant.collections.list()]).toEqual([[], []]);
  });

  test("restores a tenant's own seed, whose app works from the first request on", async () => {
    const mock = createMockServer();
    const tenant = mock.createTenant({ seed: SEED });
    const { appId, appSecret } = APP;
    const { baseUrl, fetch } = mock;
    const options = { appId, appSecret, baseUrl, fetch, clock: tenant.clock };
    expect((await createClient(options).collection("people").page()).totalRecords).toBe(2);
    await createClient(options).collection("people").create({ data: {} });
    tenant.reset();
    expect((await createClient(options).collection("people").page()).totalRecords).toBe(2);
    expect(() => mock.createTenant({ seed: SEED })).toThrow(
      /^seed\.apps\[0\]\.appId: .* is already used/,
    );
  });
});

describe("snapshot and restore", () => {
  test("contain plain JSON without secrets and tokens", async () => {
    const { mock, client } = await lived();
    const token = await client.token();
    const snapshot = await mock.tenant.snapshot();
    const text = JSON.stringify(snapshot);
    expect(JSON.parse(text)).toEqual(snapshot);
    expect([text.includes(APP.appSecret), text.includes(token)]).toEqual([false, false]);
    expect(snapshot.collections[0]?.records.map(({ numericId }) => numericId)).toEqual([1, 2, 4]);
  });

  test("bring everything back in the same tenant, and tokens stay valid", async () => {
    const { mock, client, people, fourth } = await lived();
    const before = await mock.tenant.snapshot();
    const token = await client.token();
    await people.update(fourth.id, { data: { jobTitle: "changed" } });
    await people.create({ data: { jobTitle: "late" } });
    mock.tenant.apps.expire(APP.appId);
    mock.tenant.setApiEnabled(false);
    await mock.clock.advance("10m");

    await mock.tenant.restore(before);
    expect(await mock.tenant.snapshot()).toEqual(before);
    expect(mock.clock.now()).toBe(START + 3_600_000);
    await client.status();
    expect(await client.token()).toBe(token);
    expect((await people.create({ data: {} })).numericId).toBe(5);
  });

  test("bring everything back in another process, where apps keep their secrets", async () => {
    const { mock, fourth } = await lived();
    const json = JSON.stringify(await mock.tenant.snapshot());
    const other = createMockServer();
    await other.tenant.restore(JSON.parse(json));
    const { appId, appSecret } = APP;
    const client = createClient({
      appId,
      appSecret,
      baseUrl: other.baseUrl,
      fetch: other.fetch,
      clock: other.clock,
    });
    const people = client.collection("people");
    expect((await people.external("crm").get("8")).id).toBe(fourth.id);
    const page = await people.page({ updatedAfter: "2026-01-01T00:30:00Z" });
    expect(page.records.map(({ id }) => id)).toEqual([fourth.id]);
    expect(other.tenant.collections.list()[0]?.telemetry(fourth.id)).toHaveLength(1);
    await expect(people.create({ data: { jobtitle: "x" } })).rejects.toThrow("jobTitle");
    expect(JSON.parse(JSON.stringify(await other.tenant.snapshot()))).toEqual(JSON.parse(json));
  });

  test("without a clock keep the time", async () => {
    const { mock } = await lived();
    const { clock: _, ...snapshot } = await mock.tenant.snapshot();
    await mock.clock.advance("1h");
    await mock.tenant.restore(snapshot);
    expect(mock.clock.now()).toBe(START + 7_200_000);
  });

  const wrong: [string, (snapshot: Snapshot) => unknown, RegExp][] = [
    ["a text", () => "x", /^snapshot: expected an object, got "x"/],
    ["another version", (of) => ({ ...of, version: 2 }), /^version: expected 1, got 2/],
    [
      "a name that is not known",
      (of) => ({ ...of, extra: 1 }),
      /^Unknown option extra\. Expected /,
    ],
    [
      "an invalid digest",
      (of) => ({ ...of, apps: of.apps.map((app) => ({ ...app, secretDigest: "abc" })) }),
      /^apps\[0\]\.secretDigest: expected the SHA-256 digest/,
    ],
    [
      "an app twice",
      (of) => ({ ...of, apps: [...of.apps, ...of.apps] }),
      /^apps\[1\]\.appId: .*twice/,
    ],
    [
      "an unknown field",
      (of) => ({
        ...of,
        collections: of.collections.map((c) => ({
          ...c,
          records: c.records.map((r, i) => i === 2 ? { ...r, data: { jobtitle: "x" } } : r),
        })),
      }),
      /^Unknown field collections\[0\]\.records\[2\]\.data\.jobtitle\. Did you mean "jobTitle"/,
    ],
    [
      "a record twice",
      (of) => ({
        ...of,
        collections: of.collections.map((c) => ({ ...c, records: [...c.records, ...c.records] })),
      }),
      /^collections\[0\]\.records\[3\]\.id: .* is already used/,
    ],
    [
      "telemetry of nobody",
      (of) => ({
        ...of,
        collections: of.collections.map((c) => ({ ...c, telemetry: { nobody: [] } })),
      }),
      /^collections\[0\]\.telemetry\.nobody\.id: record "nobody" does not exist/,
    ],
    [
      "a record with the ID __proto__",
      (of) => ({
        ...of,
        collections: of.collections.map((c) => ({
          ...c,
          records: c.records.map((r, i) => i === 1 ? { ...r, id: "__proto__" } : r),
        })),
      }),
      /^collections\[0\]\.records\[1\]\.id: expected a record ID other than "__proto__"/,
    ],
    [
      "a slug twice",
      (of) => ({ ...of, collections: [...of.collections, ...of.collections] }),
      /^collections\[1\]\.slug: "people" is already used/,
    ],
  ];
  for (const [what, change, message] of wrong) {
    test(`${what} is refused, and nothing changes`, async () => {
      const { mock, client } = await lived();
      const before = await mock.tenant.snapshot();
      await expect(mock.tenant.restore(change(before) as object)).rejects.toThrow(message);
      expect(await mock.tenant.snapshot()).toEqual(before);
      await client.status();
    });
  }

  test("the app of another tenant is refused", async () => {
    const { mock } = await lived();
    const snapshot = await mock.tenant.snapshot();
    const other = mock.createTenant();
    await expect(other.restore(snapshot)).rejects.toThrow(/^apps\[0\]\.appId: .*another tenant/);
    mock.tenant.reset();
    await expect(other.restore({ ...snapshot, apps: [] })).resolves.toBeUndefined();
  });
});

describe("decodeToken", () => {
  test("decodes a token and gives its current state", async () => {
    const { mock, client } = await lived();
    const { tenant } = mock;
    const token = await client.token();
    expect(await tenant.decodeToken(token)).toMatchObject({
      header: { alg: "HS256", typ: "JWT" },
      claims: { appid: APP.appId, tntid: tenant.id },
      verdict: "good",
      timeLeft: 3_600_000,
    });
    await mock.clock.advance("61m");
    expect(await tenant.decodeToken(token)).toMatchObject({
      verdict: "tokenExpired",
      timeLeft: -60_000,
    });
    await mock.clock.set(START + 3_600_000);
    tenant.apps.revoke(APP.appId);
    expect((await tenant.decodeToken(token)).verdict).toBe("appRevoked");
    tenant.setApiEnabled(false);
    expect((await tenant.decodeToken(token)).verdict).toBe("apiNotEnabled");
    const other = mock.createTenant({ clock: mock.clock });
    expect((await other.decodeToken(token)).verdict).toBe("tokenInvalid");
    expect((await tenant.decodeToken(`${token}x`)).verdict).toBe("tokenInvalid");
    expect(await tenant.decodeToken("no token")).toEqual({ verdict: "tokenInvalid" });
  });
});

describe("a token", () => {
  test("is ended by a newer one of its app, if the tenant ends earlier ones", async () => {
    const { mock } = await lived();
    const { tenant } = mock;
    tenant.behaviors.set({ "token.earlier": "ended" });
    const verdicts = async (...tokens: string[]) =>
      await Promise.all(tokens.map(async (token) => (await tenant.decodeToken(token)).verdict));
    const first = await newToken(mock);
    expect(await verdicts(first)).toEqual(["good"]);
    const second = await newToken(mock);
    expect(await verdicts(first, second)).toEqual(["tokenInvalid", "good"]);
    tenant.behaviors.set({ "token.earlier": "valid" });
    expect(await verdicts(first, second)).toEqual(["good", "good"]);
  });

  test("in another spelling of its signature is good only if the tenant accepts any", async () => {
    const { mock } = await lived();
    const { tenant } = mock;
    const token = await newToken(mock);
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const other = token.slice(0, -1) + alphabet.charAt(alphabet.indexOf(token.slice(-1)) ^ 1);
    expect((await tenant.decodeToken(other)).verdict).toBe("tokenInvalid");
    tenant.behaviors.set({ "bearer.signature": "any-spelling" });
    expect((await tenant.decodeToken(other)).verdict).toBe("good");
  });
});

/** Requests a token of the seed's app. */
async function newToken({ fetch, baseUrl }: MockServer): Promise<string> {
  const body = JSON.stringify({ appId: APP.appId, appSecret: APP.appSecret });
  const headers = { "content-type": "application/json" };
  const { token } = await (await fetch(`${baseUrl}token`, { method: "POST", headers, body }))
    .json();
  return token;
}

test("the store of a collection receives its slug and its tenant", () => {
  const owners: StoreOwner[] = [];
  const mock = createMockServer({
    createStore(owner) {
      owners.push(owner);
      return createMemoryStore();
    },
  });
  const tenant = mock.createTenant();
  tenant.collections.create({ slug: "people", name: "People" });
  expect(owners.map(({ slug, tenantId }) => [slug, tenantId])).toEqual([["people", tenant.id]]);
});

test("an unknown option is refused by name", () => {
  const make = (options: object) => Reflect.apply(createMockServer, undefined, [options]);
  expect(() => make({ sead: {} })).toThrow("Unknown option sead. Did you mean seed?");
  const create = () => Reflect.apply(createMockServer().createTenant, undefined, [{ limit: {} }]);
  expect(create).toThrow("Unknown option limit. Did you mean limits?");
});

test("creating a tenant takes about a millisecond", () => {
  const mock = createMockServer();
  const start = performance.now();
  for (let i = 0; i < 200; i++) mock.createTenant();
  expect((performance.now() - start) / 200).toBeLessThan(2);
});

describe("a removed tenant", () => {
  async function removed() {
    const appId = crypto.randomUUID();
    const seed = { apps: [{ appId, name: "Seeded", description: "Fixed by the seed" }] };
    const mock = createMockServer();
    const tenant = mock.createTenant({ seed });
    const app = await tenant.apps.create({ name: "Other", description: "Made by hand" });
    const client = createClient({ ...app.clientOptions(), retry: false });
    await client.status();
    const token = await createTokenSource(app.clientOptions()).token();
    tenant.remove();
    return { mock, tenant, app, appId, seed, client, token };
  }

  test("is gone from the server: neither its tokens nor its credentials work", async () => {
    const { mock, tenant, app, client } = await removed();
    await expect(client.status()).rejects.toMatchObject({ status: 401 });
    const late = await tenant.apps.create({ name: "Late", description: "After the removal" });
    for (const { appId, appSecret } of [app, late]) {
      const body = JSON.stringify({ appId, appSecret });
      const headers = { "content-type": "application/json" };
      const response = await mock.fetch(`${mock.baseUrl}token`, {
        method: "POST",
        headers,
        body,
      });
      expect(response.status).toBe(401);
    }
  });

  test("leaves no token that works in a new tenant with the same App ID", async () => {
    const { mock, app, token } = await removed();
    mock.tenant.seed({
      apps: [{ appId: app.appId, name: "Same", description: "By chance or by a seed" }],
    });
    const headers = { authorization: `Bearer ${token}` };
    expect((await mock.fetch(`${mock.baseUrl}status`, { headers })).status).toBe(401);
    expect((await mock.tenant.decodeToken(token)).verdict).toBe("tokenInvalid");
  });

  test("releases the App IDs of its seed, even if the seed was never applied", async () => {
    const { mock, seed } = await removed();
    const again = mock.createTenant({ seed });
    expect(() => mock.createTenant({ seed })).toThrow("is already used on this server");
    again.remove();
    expect(mock.createTenant({ seed }).apps.list().length).toBe(1);
  });

  test("is empty, and the default tenant cannot be removed", async () => {
    const { mock, tenant } = await removed();
    expect([tenant.apps.list(), tenant.collections.list(), tenant.journal.count()])
      .toEqual([[], [], 0]);
    expect(() => mock.tenant.remove()).toThrow(
      new TypeError(
        "The default tenant cannot be removed. Call reset() to restore its initial state.",
      ),
    );
  });
});

test("200 tenants in parallel do not affect each other", async () => {
  const mock = createMockServer({ limits: { requestsPerMinute: 10 } });
  await Promise.all(Array.from({ length: 200 }, async (_, i) => {
    const tenant = mock.createTenant();
    tenant.collections.create({ slug: "shared", name: "Shared" });
    const app = await tenant.apps.create({ name: `App ${i}`, description: "One of many" });
    const client = createClient({ ...app.clientOptions(), retry: false });
    const records = client.collection("shared");
    await tenant.clock.set(START + i * 1_000);
    if (i % 3 === 0) tenant.faults.add({ kind: "status", status: 500, match: { path: "/status" } });
    const status = await client.status().then(() => 200, () => 500);
    expect(status).toBe(i % 3 === 0 ? 500 : 200);
    const { numericId } = await records.create({ data: { i } });
    await tenant.clock.advance("61m");
    expect((await records.page()).records.map(({ data }) => data)).toEqual([{ i }]);
    expect(numericId).toBe(1);
    expect(tenant.clock.now()).toBe(START + i * 1_000 + 3_660_000);
    tenant.journal.expect({ path: "/token" }, 2);
    tenant.journal.expect({}, 5);
  }));
  expect(mock.journal.count()).toBe(0);
});

describe("what counts against a tenant's rate limit is forgotten", () => {
  const cases: [what: string, forget: (tenant: Tenant) => unknown][] = [
    ["by reset", (tenant) => tenant.reset()],
    ["by restore", async (tenant) => await tenant.restore(await tenant.snapshot())],
  ];
  for (const [what, forget] of cases) {
    test(what, async () => {
      const mock = createMockServer({ seed: SEED, limits: { requestsPerMinute: 1 } });
      const requestToken = async () => {
        const body = JSON.stringify({ appId: APP.appId, appSecret: APP.appSecret });
        const headers = { "content-type": "application/json" };
        return (await mock.fetch(`${mock.baseUrl}token`, { method: "POST", headers, body })).status;
      };
      expect([await requestToken(), await requestToken()]).toEqual([200, 429]);
      await forget(mock.tenant);
      expect([await requestToken(), await requestToken()]).toEqual([200, 429]);
    });
  }
});

test("a removed tenant has no faults, and reset restores its behaviors", () => {
  const mock = createMockServer();
  const tenant = mock.createTenant({ behaviors: { "list.order": "id" } });
  tenant.behaviors.set({ "list.order": "updated" });
  tenant.reset();
  expect(tenant.behaviors.get("list.order")).toBe("id");
  tenant.faults.add({ kind: "drop" });
  tenant.remove();
  expect(tenant.faults.list()).toEqual([]);
});

test("a seed that was not applied yet is gone once its tenant is removed", () => {
  const mock = createMockServer();
  const tenant = mock.createTenant({ seed: SEED });
  tenant.remove();
  expect([tenant.apps.list(), tenant.collections.list()]).toEqual([[], []]);
});

test("a tenant's ID is a UUID of its own, the same on each reading", () => {
  const mock = createMockServer();
  const [one, other] = [mock.tenant, mock.createTenant()];
  expect(one.id).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(one.id).toBe(one.id);
  expect(other.id).not.toBe(one.id);
});
