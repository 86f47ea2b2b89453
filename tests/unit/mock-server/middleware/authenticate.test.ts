import { describe, expect, test } from "bun:test";
import { bearerIn } from "../../../../mock-server/middleware/authenticate.ts";
import { mockWithApp } from "../mock-with-app.ts";

test("the token follows the scheme, in any letter case, and spaces", () => {
  for (const header of ["Bearer a.b-c_d", "bearer a.b-c_d", "BEARER   a.b-c_d"]) {
    expect(bearerIn(header)?.token).toBe("a.b-c_d");
  }
  expect(bearerIn("bEARER a")).toEqual({ scheme: "bEARER", token: "a" });
});

test("other white space, other characters and more words are not a token", () => {
  const headers = [
    "Bearer",
    "Bearer ",
    "Bearera",
    "Bearer\ta",
    "Bearer a b",
    "a Bearer b",
    "Bearer a\u00a0",
    "Bearer \u00a0a",
    "\u00a0Bearer a",
    "Bearer a\u0085",
    "Bearer a\u00e9",
    "Basic a",
    "",
    undefined,
  ];
  for (const header of headers) expect([header, bearerIn(header)]).toEqual([header, undefined]);
});

describe("the error of a refused request tells the causes apart", () => {
  const MISSING = "The request has no bearer token. Send an Authorization: Bearer header.";
  const INVALID = "The token is invalid. Request a new one.";

  test("without a token, or with something else than a token", async () => {
    const { send } = await mockWithApp();
    for (const authorization of ["", "Basic abc", "Bearer", "Bearer a b"]) {
      const { status, body } = await send("GET", "status", undefined, { authorization });
      expect([status, body]).toEqual([401, { error: MISSING }]);
    }
  });

  test("with an invalid token", async () => {
    const { authorization, send } = await mockWithApp();
    for (const wrong of ["Bearer abc", `${authorization}x`]) {
      const { status, body } = await send("GET", "status", undefined, { authorization: wrong });
      expect([status, body]).toEqual([401, { error: INVALID }]);
    }
  });

  test("with an expired token", async () => {
    const { mock, send } = await mockWithApp();
    await mock.clock.advance("60m");
    const { status, body } = await send("GET", "status");
    expect(status).toBe(401);
    expect(body).toEqual({ error: "The token has expired. Request a new one." });
  });

  test("with a token of an app that has expired, that was revoked, or while the API is off", async () => {
    const { mock: { tenant }, appId, send } = await mockWithApp();
    const refusal = async () => {
      const { status, body: { error } } = await send("GET", "status");
      return [status, error];
    };
    tenant.apps.expire(appId);
    expect(await refusal()).toEqual([401, "This app has expired."]);
    tenant.apps.revoke(appId);
    expect(await refusal()).toEqual([401, "This app has been revoked."]);
    tenant.setApiEnabled(false);
    expect(await refusal()).toEqual([401, "The API is not enabled for this tenant."]);
  });

  test("with a scheme in another letter case, if the tenant wants exactly Bearer", async () => {
    const { authorization, send } = await mockWithApp({ behaviors: { "bearer.scheme": "exact" } });
    const small = authorization.replace("Bearer", "bearer");
    const { status, body } = await send("GET", "status", undefined, { authorization: small });
    expect([status, body]).toEqual([401, { error: MISSING }]);
    expect((await send("GET", "status")).status).toBe(200);
  });
});

describe("the status of a refused token", () => {
  for (const option of ["401", "403", "accepted"] as const) {
    test(`of an app that has ended, and while the API is off: ${option}`, async () => {
      const expected = option === "accepted" ? 200 : Number(option);
      const ended = await mockWithApp({ behaviors: { "bearer.app-ended": option } });
      ended.mock.tenant.apps.expire(ended.appId);
      expect((await ended.send("GET", "status")).status).toBe(expected);
      ended.mock.tenant.apps.revoke(ended.appId);
      expect((await ended.send("GET", "status")).status).toBe(expected);
      ended.mock.tenant.setApiEnabled(false);
      expect((await ended.send("GET", "status")).status).toBe(401);

      const off = await mockWithApp({ behaviors: { "bearer.api-off": option } });
      off.mock.tenant.setApiEnabled(false);
      expect((await off.send("GET", "status")).status).toBe(expected);
      off.mock.tenant.setApiEnabled(true);
      off.mock.tenant.apps.revoke(off.appId);
      expect((await off.send("GET", "status")).status).toBe(401);
      // An expired token is refused whatever the state of its app is.
      await ended.mock.clock.advance("61m");
      const { status, body } = await ended.send("GET", "status");
      expect([status, body.error]).toEqual([401, "The token has expired. Request a new one."]);
    });
  }
});

test("only a token request and GET /version need no token", async () => {
  const { send, requestToken } = await mockWithApp();
  const without = { authorization: "" };
  expect((await requestToken(undefined, without)).status).toBe(200);
  expect((await send("GET", "version", undefined, without)).status).toBe(200);
  for (const [method, path] of [["GET", "token"], ["POST", "version"], ["GET", "collections"]]) {
    const { status } = await send(method ?? "", path ?? "", undefined, without);
    expect([path, status]).toEqual([path, 401]);
  }
});

test("an unknown path without a token is 404 if the tenant does not hide it", async () => {
  const { send } = await mockWithApp({ behaviors: { "routing.unknown-path": "404" } });
  const status = async (path: string) =>
    (await send("GET", path, undefined, { authorization: "" })).status;
  expect(await status("no-such-thing")).toBe(404);
  expect(await status("collections/people/nobody/else")).toBe(404);
  expect(await status("status")).toBe(401);
  expect(await status("collections/people/nobody")).toBe(401);
});
