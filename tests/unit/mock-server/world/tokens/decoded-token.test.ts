import { describe, expect, test } from "bun:test";
import { createManualClock, createMockServer } from "../../../../../mock-server/mod.ts";

test("any text can be decoded: one that is not a token is invalid", async () => {
  const { tenant } = createMockServer();
  for (
    const text of ["", "x", "not a token", "a.b.c", "<b>", "é.é.é", `${"e".repeat(99_999)}.x.y`]
  ) {
    expect((await tenant.decodeToken(text)).verdict).toBe("tokenInvalid");
  }
  const call = Reflect.apply(tenant.decodeToken, tenant, [5]);
  await expect(call).rejects.toThrow("token: expected a string, got 5");
});

describe("a decoded token", () => {
  async function started() {
    const mock = createMockServer({ clock: createManualClock({ start: 1_000_000_000_500 }) });
    const { tenant } = mock;
    const { appId, appSecret } = await tenant.apps.create({ name: "Test", description: "Test" });
    const newToken = async () => {
      const response = await mock.fetch(`${mock.baseUrl}token`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ appId, appSecret }),
      });
      const { token }: { token: string } = await response.json();
      return token;
    };
    return { mock, tenant, appId, newToken, token: await newToken() };
  }

  test("has its header, its claims, and the time left", async () => {
    const { tenant, appId, token } = await started();
    expect(await tenant.decodeToken(token)).toEqual({
      header: { alg: "HS256", typ: "JWT" },
      claims: {
        appid: appId,
        tntid: tenant.id,
        aud: "kinabase.client",
        iss: "https://kinabase.invalid",
        jti: expect.any(String),
        exp: 1_000_003_600,
      },
      verdict: "good",
      timeLeft: 3_599_500,
    });
  });

  test("expires at its second", async () => {
    const { tenant, token } = await started();
    await tenant.clock.advance(3_599_499);
    expect(await tenant.decodeToken(token)).toMatchObject({ verdict: "good", timeLeft: 1 });
    await tenant.clock.advance(1);
    expect(await tenant.decodeToken(token)).toMatchObject({ verdict: "tokenExpired", timeLeft: 0 });
  });

  test("has the state of its app and its tenant", async () => {
    const { tenant, appId, token } = await started();
    const verdict = async () => (await tenant.decodeToken(token)).verdict;
    tenant.apps.expire(appId);
    expect(await verdict()).toBe("appExpired");
    tenant.apps.revoke(appId);
    expect(await verdict()).toBe("appRevoked");
    tenant.setApiEnabled(false);
    expect(await verdict()).toBe("apiNotEnabled");
    const empty = await createMockServer().tenant.snapshot();
    await tenant.restore({ ...empty, clock: undefined });
    expect(await verdict()).toBe("tokenInvalid");
  });

  test("is invalid in another tenant, and once a newer one ended it", async () => {
    const { mock, tenant, newToken, token } = await started();
    expect((await mock.createTenant({ clock: mock.clock }).decodeToken(token)).verdict)
      .toBe("tokenInvalid");
    const newer = await newToken();
    expect((await tenant.decodeToken(token)).verdict).toBe("good");
    tenant.behaviors.set({ "token.earlier": "ended" });
    expect((await tenant.decodeToken(token)).verdict).toBe("tokenInvalid");
    expect((await tenant.decodeToken(newer)).verdict).toBe("good");
  });

  test("in another spelling of its signature is good only if the tenant accepts any", async () => {
    const { tenant, token } = await started();
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const last = alphabet.charAt(alphabet.indexOf(token.slice(-1)) ^ 1);
    const other = token.slice(0, -1) + last;
    expect((await tenant.decodeToken(other)).verdict).toBe("tokenInvalid");
    tenant.behaviors.set({ "bearer.signature": "any-spelling" });
    expect((await tenant.decodeToken(other)).verdict).toBe("good");
  });

  test("shows what can be decoded of an invalid one", async () => {
    const { tenant, token } = await started();
    const [header = "", payload = ""] = token.split(".");
    expect(await tenant.decodeToken(`${header}.!.x`))
      .toStrictEqual({ header: { alg: "HS256", typ: "JWT" }, verdict: "tokenInvalid" });
    expect(await tenant.decodeToken(`!.${payload}.x`)).toMatchObject({
      claims: { aud: "kinabase.client" },
      verdict: "tokenInvalid",
      timeLeft: 3_599_500,
    });
    const text = btoa('{"exp":"soon"}').replaceAll("=", "");
    expect(await tenant.decodeToken(`!.${text}.x`))
      .toStrictEqual({ claims: { exp: "soon" }, verdict: "tokenInvalid" });
  });
});
