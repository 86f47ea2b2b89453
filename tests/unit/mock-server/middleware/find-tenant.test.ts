import { describe, expect, test } from "bun:test";
import { createMockServer } from "../../../../mock-server/mod.ts";

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
