import { describe, expect, test } from "bun:test";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { mockWithApp } from "../mock-with-app.ts";

async function started() {
  const mock = createMockServer();
  const tenant = mock.createTenant({ limits: { requestsPerMinute: 2 } });
  const { appId, appSecret } = await tenant.apps.create({ name: "Test", description: "Test" });
  const requestToken = async (body: object) => {
    const response = await mock.fetch(`${mock.baseUrl}token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const status = async (authorization: string) =>
    (await mock.fetch(`${mock.baseUrl}status`, { headers: { authorization } })).status;
  return { mock, tenant, appId, appSecret, requestToken, status };
}

describe("a request that is not authenticated uses up nothing of a tenant", () => {
  test("a token request with a wrong secret", async () => {
    const { mock, tenant, appId, appSecret, requestToken } = await started();
    tenant.faults.add({ kind: "status", status: 503, body: {} });
    for (const secret of ["wrong", `${appSecret}x`, ""]) {
      const { status } = await requestToken({ appId, secret });
      expect(status).toBe(secret === "" ? 400 : 401);
    }
    tenant.journal.expect({}, 0);
    mock.journal.expect({ path: "/token" }, 3);
    expect((await requestToken({ appId, appSecret })).status).toBe(503);
    expect((await requestToken({ appId, secret: appSecret })).status).toBe(200);
    tenant.journal.expect({ path: "/token" }, 2);
  });

  test("a request without a token, or with a forged one", async () => {
    const { tenant, appId, appSecret, requestToken, status } = await started();
    const { token } = (await requestToken({ appId, appSecret })).body;
    tenant.faults.add({ kind: "status", status: 503, body: {} });
    const [header, payload] = token.split(".");
    for (const forged of ["", "Basic x", `Bearer ${token}x`, `Bearer ${header}.${payload}.`]) {
      expect(await status(forged)).toBe(401);
    }
    tenant.journal.expect({ path: "/status" }, 0);
    expect(await status(`Bearer ${token}`)).toBe(503);
    // Only the token request counted: one that a fault answers does not.
    expect([await status(`Bearer ${token}`), await status(`Bearer ${token}`)]).toEqual([200, 429]);
  });
});

describe("a token request that names no app belongs to the default tenant", () => {
  for (const body of ["null", "5", "[]", "{}", '{"appId":5,"secret":"x"}', '"text"', "{", ""]) {
    test(body === "" ? "an empty body" : body, async () => {
      const { mock, requestToken } = await mockWithApp();
      mock.journal.clear();
      const { status, body: { error } } = await requestToken(body);
      expect([status, typeof error]).toEqual([400, "string"]);
      mock.journal.expect({ path: "/token", status: 400 }, 1);
    });
  }

  test("one whose secret is not a text", async () => {
    const { tenant, appId, requestToken } = await started();
    for (const appSecret of [5, null, { a: 1 }]) {
      expect((await requestToken({ appId, appSecret })).status).toBe(400);
    }
    tenant.journal.expect({}, 0);
  });

  test("one whose secret is a number, although the app's secret has the same digits", async () => {
    const { mock, requestToken } = await started();
    const appId = crypto.randomUUID();
    const app = { appId, appSecret: "12345", name: "Test", description: "Test" };
    const tenant = mock.createTenant({ seed: { apps: [app] } });
    expect((await requestToken({ appId, appSecret: 12345 })).status).toBe(400);
    tenant.journal.expect({}, 0);
  });

  test("one whose secrets differ belongs to the tenant of the app only if it uses the right one", async () => {
    const { tenant, appId, appSecret, requestToken } = await started();
    tenant.behaviors.set({ "token.two-secrets": "secret" });
    // The default tenant refuses two secrets.
    expect((await requestToken({ appId, appSecret, secret: "wrong" })).status).toBe(400);
    tenant.journal.expect({}, 0);
    expect((await requestToken({ appId, appSecret: "wrong", secret: appSecret })).status).toBe(200);
    tenant.journal.expect({}, 1);
  });
});

describe("a token belongs to its tenant", () => {
  const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  test("in another spelling of its signature only if the tenant accepts any", async () => {
    const { tenant, appId, appSecret, requestToken, status } = await started();
    const { token } = (await requestToken({ appId, appSecret })).body;
    // The last two bits of a signature's last character are not used.
    const last = BASE64.charAt(BASE64.indexOf(token.slice(-1)) ^ 1);
    const spelling = `Bearer ${token.slice(0, -1)}${last}`;
    expect(await status(spelling)).toBe(401);
    tenant.journal.expect({ path: "/status" }, 0);
    tenant.behaviors.set({ "bearer.signature": "any-spelling" });
    expect(await status(spelling)).toBe(200);
    tenant.journal.expect({ path: "/status" }, 1);
  });

  test("until the tenant is removed", async () => {
    const { mock, tenant, appId, appSecret, requestToken, status } = await started();
    const { token } = (await requestToken({ appId, appSecret })).body;
    tenant.remove();
    expect(await status(`Bearer ${token}`)).toBe(401);
    mock.journal.expect({ path: "/status", status: 401 }, 1);
    expect((await requestToken({ appId, appSecret })).status).toBe(401);
  });
});

test("a path outside the API is 404, and the journal shows it relative to the API", async () => {
  const { mock, authorization } = await mockWithApp();
  mock.journal.clear();
  for (const path of ["/token", "/api/v1", "/api/v10/status", "/status"]) {
    const response = await mock.fetch(new URL(path, mock.baseUrl), { headers: { authorization } });
    expect([path, response.status]).toEqual([path, 404]);
  }
  expect(mock.journal.entries().map(({ path }) => path))
    .toEqual(["/../../token", "/../../api/v1", "/../../api/v10/status", "/../../status"]);
});
