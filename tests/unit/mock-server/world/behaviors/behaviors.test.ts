import { describe, expect, test } from "bun:test";
import { createMockControl, createMockServer } from "../../../../../mock-server/mod.ts";

describe("behaviors", () => {
  test("of a server are the defaults of its tenants, and each tenant has its own", () => {
    const mock = createMockServer({ behaviors: { "list.order": "id", "status.body": "empty" } });
    const tenant = mock.createTenant({ behaviors: { "list.order": "updated" } });
    expect(tenant.behaviors.all()).toMatchObject({
      "list.order": "updated",
      "status.body": "empty",
    });
    tenant.behaviors.set({ "status.body": "object" });
    expect(mock.tenant.behaviors.get("status.body")).toBe("empty");
  });

  test("override those of a profile", () => {
    const profile = {
      version: 1,
      target: "https://kinabase.invalid/api/v1/",
      date: "2026-01-01T00:00:00.000Z",
      behaviors: { "list.order": { option: "id" }, "delete.answer": { option: "204" } },
    };
    const { tenant } = createMockServer({ profile, behaviors: { "list.order": "updated" } });
    expect(tenant.behaviors.all()).toMatchObject({
      "list.order": "updated",
      "delete.answer": "204",
    });
  });

  test("come with a seed, and its records follow them", () => {
    const seed = {
      behaviors: { "fields.wrong-type": "store" },
      collections: [{
        slug: "people",
        name: "People",
        fields: { age: "number" },
        records: [{ data: { age: "unknown" } }],
      }],
    };
    const mock = createMockServer({ seed });
    expect(mock.tenant.collections.list()[0]?.records.count()).toBe(1);
    expect(mock.tenant.behaviors.get("fields.wrong-type")).toBe("store");
    expect(() => createMockServer({ seed: { ...seed, behaviors: {} } }))
      .toThrow("collections[0].records[0].data.age: expected a number");
  });

  test("are in a snapshot, as far as they differ from their default", async () => {
    const one = createMockServer({ behaviors: { "list.order": "id", "bulk.answer": "records" } });
    const snapshot = await one.tenant.snapshot();
    expect(snapshot.behaviors).toEqual({ "list.order": "id" });
    const other = createMockServer({ behaviors: { "delete.answer": "204" } });
    await other.tenant.restore(JSON.parse(JSON.stringify(snapshot)));
    expect(other.tenant.behaviors.all()).toEqual(one.tenant.behaviors.all());
  });

  test("are set over the control API, and reset with the tenant", async () => {
    const mock = createMockServer({ control: true, behaviors: { "list.order": "id" } });
    const { fetch } = mock;
    const { tenant } = createMockControl("http://localhost:8787", { fetch });
    await tenant.behaviors.set({ "list.order": "updated", "message.appExpired": "Too old." });
    expect(await tenant.behaviors.get("list.order")).toBe("updated");
    expect((await tenant.behaviors.all())["message.appExpired"]).toBe("Too old.");
    await expect(tenant.behaviors.set(Object({ "list.order": "newest" }))).rejects.toThrow(
      TypeError,
    );
    await tenant.reset();
    expect(await tenant.behaviors.get("list.order")).toBe("id");
  });

  test("set the text of error messages, with their values", async () => {
    const mock = createMockServer({ behaviors: { "message.notFound": "Nothing at {path}." } });
    mock.tenant.behaviors.set({ "routing.unknown-path": "404" });
    const response = await mock.fetch(`${mock.baseUrl}nowhere`);
    expect(await response.json()).toEqual({ error: 'Nothing at "/api/v1/nowhere".' });
  });
});

describe("behaviors that no probe can find out", () => {
  async function started(options: Parameters<typeof createMockServer>[0]) {
    const mock = createMockServer(options);
    const { tenant } = mock;
    tenant.collections.create({ slug: "people", name: "People" });
    const { appId, appSecret } = await tenant.apps.create({ name: "Test", description: "Test" });
    const requestToken = () =>
      mock.fetch(`${mock.baseUrl}token`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ appId, appSecret }),
      });
    const { token } = await (await requestToken()).json();
    const get = (path: string) =>
      mock.fetch(`${mock.baseUrl}${path}`, { headers: { authorization: `Bearer ${token}` } });
    const status = async () => (await get("status")).status;
    const tokenStatus = async () => (await requestToken()).status;
    return { tenant, appId, get, status, tokenStatus };
  }

  for (const option of ["401", "400", "403"] as const) {
    test(`a refused token request is ${option}`, async () => {
      const { tenant, appId, tokenStatus } = await started({
        behaviors: {
          "token.refusal.api-off": option,
          "token.refusal.expired": option,
          "token.refusal.revoked": option,
        },
      });
      tenant.setApiEnabled(false);
      expect(await tokenStatus()).toBe(Number(option));
      tenant.setApiEnabled(true);
      tenant.apps.expire(appId);
      expect(await tokenStatus()).toBe(Number(option));
      tenant.apps.revoke(appId);
      expect(await tokenStatus()).toBe(Number(option));
    });
  }

  for (const [option, expected] of [["401", 401], ["403", 403], ["accepted", 200]] as const) {
    test(`a token of an app that has ended, or while the API is off: ${option}`, async () => {
      const behaviors = { "bearer.app-ended": option, "bearer.api-off": option };
      const { tenant, appId, status } = await started({ behaviors });
      tenant.setApiEnabled(false);
      expect(await status()).toBe(expected);
      tenant.setApiEnabled(true);
      tenant.apps.revoke(appId);
      expect(await status()).toBe(expected);
      await tenant.clock.advance("61m");
      expect(await status()).toBe(401);
    });
  }

  for (const [option, expected] of [["exclusive", 0], ["inclusive", 1]] as const) {
    test(`updatedAfter is ${option}`, async () => {
      const { tenant, get } = await started({ behaviors: { "list.updated-after": option } });
      tenant.collections.list()[0]?.records.add({ data: {} });
      const at = new Date(tenant.clock.now()).toISOString();
      const page = await (await get(`collections/people?updatedAfter=${at}`)).json();
      expect(page.totalRecords).toBe(expected);
    });
  }

  test("a stream above the limit is truncated", async () => {
    const { tenant, get } = await started({
      limits: { streamSize: 2 },
      behaviors: { "all.above-limit": "truncate" },
    });
    for (let i = 0; i < 3; i++) tenant.collections.list()[0]?.records.add({ data: { i } });
    expect(await (await get("collections/people/all")).json()).toHaveLength(2);
  });
});
