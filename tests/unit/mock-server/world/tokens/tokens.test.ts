import { describe, expect, test } from "bun:test";
import { decodeJwt } from "jose/jwt/decode";
import { SignJWT } from "jose/jwt/sign";
import { createMockServer } from "../../../../../mock-server/mod.ts";
import { createBehaviors } from "../../../../../mock-server/world/behaviors/behaviors.ts";
import {
  createTokens,
  hasAcceptedSpelling,
  isCanonical,
} from "../../../../../mock-server/world/tokens/tokens.ts";

const TENANT = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";
const APP = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b22";
const OTHER = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b33";
const NOW = Date.parse("2026-01-31T12:00:00.999Z");
const issued = async (of = createTokens("https://kinabase.invalid")) => ({
  of,
  ...await of.issue(TENANT, APP, NOW),
});

test("a token has the claims of Kinabase's, is valid for an hour, and its own ID", async () => {
  const { token, jti } = await issued();
  expect(decodeJwt(token)).toEqual({
    tntid: TENANT,
    appid: APP,
    jti,
    iss: "https://kinabase.invalid",
    aud: "kinabase.client",
    exp: Date.parse("2026-01-31T13:00:00Z") / 1000,
  });
  expect((await issued()).jti).not.toBe(jti);
});

test("the server that issued a token verifies it, whatever the time is", async () => {
  const { of, token } = await issued();
  expect((await of.verify(token))?.claims)
    .toEqual(expect.objectContaining({ ...decodeJwt(token) }));
  const old = await of.issue(TENANT, APP, 0);
  expect(await of.verify(old.token)).toMatchObject({ claims: { exp: 3600 } });
});

describe("a token is invalid", () => {
  test("on another server, even with the same issuer", async () => {
    const { token } = await issued();
    expect(await createTokens("https://kinabase.invalid").verify(token)).toBeUndefined();
  });

  test("if any part was changed, or is missing", async () => {
    const { of, token } = await issued();
    const [header, payload, signature] = token.split(".");
    const other = (await of.issue(TENANT, OTHER, NOW)).token.split(".")[1];
    for (
      const wrong of [
        "",
        `${header}.${other}.${signature}`,
        `${header}.${payload}.`,
        `${header}.${payload}`,
        `${header}.${payload}.${signature}.`,
      ]
    ) {
      expect([wrong, await of.verify(wrong)]).toEqual([wrong, undefined]);
    }
  });

  test("with a wrong claim or algorithm, although the server's key signed it", async () => {
    // The key is captured from the first signature.
    const keys: CryptoKey[] = [];
    const { sign } = crypto.subtle;
    crypto.subtle.sign = (algorithm, key, data) => {
      keys.push(key);
      return Reflect.apply(sign, crypto.subtle, [algorithm, key, data]);
    };
    const { of } = await issued().finally(() => crypto.subtle.sign = sign);
    const [key] = keys;
    if (key === undefined) throw new Error("expected the key that signed the token");
    expect(key.extractable).toBe(false);
    const good = {
      tntid: TENANT,
      appid: APP,
      jti: OTHER,
      iss: "https://kinabase.invalid",
      aud: "kinabase.client",
      exp: 1,
    };
    const verify = async (claims: object) => {
      const jwt = new SignJWT({ ...claims }).setProtectedHeader({ alg: "HS256" });
      return (await of.verify(await jwt.sign(key)))?.claims;
    };
    expect(await verify(good)).toEqual(good);
    for (
      const wrong of [
        { iss: "https://other.invalid" },
        { iss: undefined },
        { aud: "other" },
        { aud: undefined },
        { exp: undefined },
        { tntid: undefined },
        { appid: 5 },
      ]
    ) {
      expect([wrong, await verify({ ...good, ...wrong })]).toEqual([wrong, undefined]);
    }
  });
});

test("a signature has one usual spelling", async () => {
  const { token } = await issued();
  expect(isCanonical(token)).toBe(true);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet.indexOf(token.slice(-1));
  for (const bits of [1, 2, 3]) {
    expect(isCanonical(token.slice(0, -1) + alphabet.charAt(last ^ bits))).toBe(false);
  }
  for (const wrong of [`${token}=`, `${token}!`, "a.b.é"]) expect(isCanonical(wrong)).toBe(false);
  expect(isCanonical("a.b.")).toBe(true);
});

test("a token with another spelling of its signature is accepted only if any is", () => {
  const one = createBehaviors();
  const any = createBehaviors({ "bearer.signature": "any-spelling" });
  const claims = { jti: OTHER, tntid: TENANT, appid: APP, exp: 1, iss: "", aud: "" };
  const accepted = (isCanonical: boolean) =>
    [one, any].map((behaviors) => hasAcceptedSpelling({ claims, isCanonical }, behaviors));
  expect([accepted(true), accepted(false)]).toEqual([[true, true], [false, true]]);
});

/** A tenant with an app, whose token has been accepted twice. */
async function accepted() {
  const mock = createMockServer();
  const tenant = mock.createTenant();
  const { appId, appSecret } = await tenant.apps.create({ name: "Test", description: "Test" });
  const requestToken = async () => {
    const answer = await mock.fetch(`${mock.baseUrl}token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ appId, appSecret }),
    });
    return String((await answer.json()).token);
  };
  const statusOf = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const { status } = await mock.fetch(`${mock.baseUrl}status`, { headers });
    return status;
  };
  const token = await requestToken();
  for (let i = 0; i < 2; i++) expect(await statusOf(token)).toBe(200);
  return { mock, tenant, appId, token, requestToken, status: () => statusOf(token), statusOf };
}

describe("a token that has been accepted is refused at once when", () => {
  test("it expires", async () => {
    const { tenant, status } = await accepted();
    await tenant.clock.advance("59m59s");
    expect(await status()).toBe(200);
    await tenant.clock.advance("1s");
    expect(await status()).toBe(401);
  });

  test("its app is revoked", async () => {
    const { tenant, appId, status } = await accepted();
    tenant.apps.revoke(appId);
    expect(await status()).toBe(401);
  });

  test("its app expires", async () => {
    const { tenant, appId, status } = await accepted();
    tenant.apps.expire(appId);
    expect(await status()).toBe(401);
  });

  test("the API is disabled, and accepted again when it is enabled", async () => {
    const { tenant, status } = await accepted();
    tenant.setApiEnabled(false);
    expect(await status()).toBe(401);
    tenant.setApiEnabled(true);
    expect(await status()).toBe(200);
  });

  test("its tenant is removed", async () => {
    const { tenant, status } = await accepted();
    tenant.remove();
    expect(await status()).toBe(401);
  });

  test("its tenant is reset", async () => {
    const { tenant, status } = await accepted();
    tenant.reset();
    expect(await status()).toBe(401);
  });

  test("its app gets a newer token, if that ends earlier ones", async () => {
    const { tenant, requestToken, status, statusOf } = await accepted();
    tenant.behaviors.set({ "token.earlier": "ended" });
    const newer = await requestToken();
    expect([await status(), await statusOf(newer)]).toEqual([401, 200]);
  });

  test("the tenant refuses other spellings of its signature", async () => {
    const { tenant, token, statusOf } = await accepted();
    // The last character of a signature of 32 bytes has two bits that are not used.
    const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const other = token.slice(0, -1) + digits[digits.indexOf(token.slice(-1)) + 1];
    tenant.behaviors.set({ "bearer.signature": "any-spelling" });
    expect(await statusOf(other)).toBe(200);
    tenant.behaviors.set({ "bearer.signature": "one-spelling" });
    expect([await statusOf(other), await statusOf(token)]).toEqual([401, 200]);
  });
});

test("only tokens with a valid signature are accepted, however many were accepted before", async () => {
  const tokens = createTokens("https://issuer.invalid");
  const issued: string[] = [];
  for (let i = 0; i < 1_100; i++) {
    const { token, jti } = await tokens.issue(TENANT, APP, NOW);
    issued.push(token);
    expect((await tokens.verify(token))?.claims.jti).toBe(jti);
  }
  // Those that are not remembered anymore as well.
  for (const i of [0, 99, 100, 1_099]) {
    const verified = await tokens.verify(issued[i] ?? "");
    expect([verified?.claims.appid, verified?.isCanonical]).toEqual([APP, true]);
    const [head = "", body = ""] = (issued[i] ?? "").split(".");
    const [, , signature = ""] = (issued[i + 1] ?? issued[0] ?? "").split(".");
    expect(await tokens.verify(`${head}.${body}.${signature}`)).toBeUndefined();
  }
  const other = await createTokens("https://issuer.invalid").issue(TENANT, APP, NOW);
  expect(await tokens.verify(other.token)).toBeUndefined();
});
