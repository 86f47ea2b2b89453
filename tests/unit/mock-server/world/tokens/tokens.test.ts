import { describe, expect, test } from "bun:test";
import { decodeJwt } from "jose/jwt/decode";
import { SignJWT } from "jose/jwt/sign";
import { createTokens, isCanonical } from "../../../../../mock-server/world/tokens/tokens.ts";
import { secretOf } from "../../../../../mock-server/world/tokens/token-secret.ts";

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
  expect(await of.verify(token)).toEqual(expect.objectContaining({ ...decodeJwt(token) }));
  const old = await of.issue(TENANT, APP, 0);
  expect(await of.verify(old.token)).toMatchObject({ exp: 3600 });
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
    const verify = async (claims: object) =>
      await of.verify(
        await new SignJWT({ ...claims }).setProtectedHeader({ alg: "HS256" }).sign(key),
      );
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

test("the secret of a token request has two names, and an option decides which one counts", () => {
  for (const option of ["refuse", "appSecret", "secret"] as const) {
    expect(secretOf({ appSecret: "a" }, option)).toBe("a");
    expect(secretOf({ secret: "b" }, option)).toBe("b");
    expect(secretOf({}, option)).toBeUndefined();
    expect(secretOf({ appSecret: "a", secret: "b" }, option)).toBe(option === "secret" ? "b" : "a");
  }
});
