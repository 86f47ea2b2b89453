import { describe, expect, test } from "bun:test";
import { mockWithApp } from "../mock-with-app.ts";

const WRONG = { error: "Invalid App ID or Secret." };

describe("a token request whose secrets differ", () => {
  async function started(option: "refuse" | "appSecret" | "secret") {
    const { appId, appSecret: good, requestToken } = await mockWithApp({
      behaviors: { "token.two-secrets": option },
    });
    const answer = async (appSecret: string | undefined, secret: string | undefined) => {
      const { status, body } = await requestToken({ appId, appSecret, secret });
      return [status, body];
    };
    return { good, answer };
  }
  const OK = [200, { token: expect.stringMatching(/^ey/) }];

  test("is refused", async () => {
    const { good, answer } = await started("refuse");
    const refusal = [400, {
      error: "Invalid request: secret differs from appSecret. Send only one of them.",
    }];
    expect(await answer(good, "other")).toEqual(refusal);
    expect(await answer("other", good)).toEqual(refusal);
    expect(await answer(good, good)).toEqual(OK);
    expect(await answer("other", "other")).toEqual([401, WRONG]);
    expect(await answer(undefined, good)).toEqual(OK);
    expect(await answer(good, undefined)).toEqual(OK);
    expect(await answer(undefined, "other")).toEqual([401, WRONG]);
  });

  for (const option of ["appSecret", "secret"] as const) {
    test(`uses ${option}`, async () => {
      const { good, answer } = await started(option);
      const sent = [await answer(good, "other"), await answer("other", good)];
      expect(option === "appSecret" ? sent : sent.reverse()).toEqual([OK, [401, WRONG]]);
      expect(await answer(undefined, good)).toEqual(OK);
      expect(await answer(good, undefined)).toEqual(OK);
    });
  }
});

test("a refusal of an app with the right secret says why", async () => {
  const { mock: { tenant }, appId, requestToken } = await mockWithApp({
    behaviors: {
      "token.refusal.api-off": "400",
      "token.refusal.expired": "403",
      "token.refusal.revoked": "401",
    },
  });
  const refusal = async () => {
    const { status, body: { error } } = await requestToken();
    return [status, error];
  };
  tenant.setApiEnabled(false);
  expect(await refusal()).toEqual([400, "The API is not enabled for this tenant."]);
  tenant.setApiEnabled(true);
  tenant.apps.expire(appId);
  expect(await refusal()).toEqual([403, "This app has expired."]);
  tenant.apps.revoke(appId);
  expect(await refusal()).toEqual([401, "This app has been revoked."]);
  const { status, body } = await requestToken({ appId, appSecret: "other" });
  expect([status, body]).toEqual([401, WRONG]);
});

for (const [option, expected] of [["valid", 200], ["ended", 401]] as const) {
  test(`an earlier token is ${option} after a new one was issued`, async () => {
    const { send, requestToken } = await mockWithApp({ behaviors: { "token.earlier": option } });
    expect((await send("GET", "status")).status).toBe(200);
    const { body: { token } } = await requestToken();
    expect((await send("GET", "status")).status).toBe(expected);
    const authorization = `Bearer ${token}`;
    expect((await send("GET", "status", undefined, { authorization })).status).toBe(200);
  });
}

test("a field that is empty or not a text gets the status of the tenant's behavior", async () => {
  for (const status of [400, 401] as const) {
    const { requestToken, appId, appSecret } = await mockWithApp({
      behaviors: { "token.invalid-field": `${status}` },
    });
    const statusOf = async (body: unknown) => (await requestToken(body)).status;
    for (const value of ["", 42, null, {}]) {
      expect([value, await statusOf({ appId: value, appSecret })]).toEqual([value, status]);
      expect([value, await statusOf({ appId, appSecret: value })]).toEqual([value, status]);
      expect([value, await statusOf({ appId, secret: value })]).toEqual([value, status]);
    }
    // What is missing is 400 in any case, and so is what is not an object.
    for (const body of [{ appSecret }, { appId }, "{", "null", "[]"]) {
      expect([body, await statusOf(body)]).toEqual([body, 400]);
    }
    expect(await statusOf({ appId, appSecret, other: "" })).toBe(200);
  }
});
