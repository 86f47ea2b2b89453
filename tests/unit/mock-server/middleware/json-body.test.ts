import { describe, expect, test } from "bun:test";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { mockWithApp } from "../mock-with-app.ts";

const SEED = {
  apps: [{
    appId: "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11",
    appSecret: "secret",
    name: "Import",
    description: "Nightly import",
  }],
  collections: [{ slug: "people", name: "People", records: [{ id: "ada", data: {} }] }],
};
const CREDENTIALS = { appId: SEED.apps[0]?.appId, appSecret: "secret" };

async function error(method: string, path: string, body?: unknown): Promise<string> {
  const { fetch, baseUrl } = createMockServer({ seed: SEED });
  const call = async (path: string, init: RequestInit) =>
    await (await fetch(`${baseUrl}${path}`, {
      ...init,
      headers: { ...init.headers, "content-type": "application/json" },
    })).json();
  const { token } = await call("token", { method: "POST", body: JSON.stringify(CREDENTIALS) });
  const headers = { authorization: `Bearer ${token}` };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return (await call(path, { method, headers, ...sent })).error;
}

describe("a wrong request is refused with a message that names the value and what was expected", () => {
  const cases: [method: string, path: string, body: unknown, message: string][] = [
    ["POST", "token", {}, "appId is missing."],
    [
      "POST",
      "token",
      { appId: CREDENTIALS.appId },
      "appSecret is missing. It can also be sent as secret.",
    ],
    ["POST", "token", { ...CREDENTIALS, appId: 5 }, "appId: expected a string, got 5."],
    ["POST", "token", { ...CREDENTIALS, appId: "" }, "appId must not be empty."],
    ["POST", "token", [], "body: expected an object, got []."],
    [
      "POST",
      "token",
      { ...CREDENTIALS, secret: "other" },
      "secret differs from appSecret. Send only one of them.",
    ],
    ["POST", "collections/people", {}, "data is missing."],
    ["POST", "collections/people", { data: [1] }, "data: expected an object, got [1]."],
    ["POST", "collections/people", { id: "x", data: {} }, 'id: expected null, got "x".'],
    [
      "POST",
      "collections/people",
      { data: {}, external: [{ key: "crm" }] },
      "external[0].id is missing.",
    ],
    ["PATCH", "collections/people/ada", { data: 5 }, "data: expected an object, got 5."],
    ["POST", "collections/people/bulk", {}, "records is missing."],
    ["POST", "collections/people/bulk", { records: [{}] }, "records[0].data is missing."],
    ["PATCH", "collections/people/bulk", { records: [{ data: {} }] }, "records[0].id is missing."],
    ["PATCH", "collections/people/bulk", { records: {} }, "records: expected an array, got {}."],
    ["DELETE", "collections/people/bulk", {}, "recordIds is missing."],
    [
      "DELETE",
      "collections/people/bulk",
      { recordIds: [7] },
      "recordIds[0]: expected a string, got 7.",
    ],
    ["POST", "collections/people/ingest", {}, "records is missing."],
    [
      "POST",
      "collections/people/ingest",
      { records: [{ id: "ada", changes: [{ data: {} }] }] },
      "records[0].changes[0].timestamp is missing.",
    ],
    [
      "POST",
      "collections/people/ingest",
      { mode: "PAST", records: [] },
      'mode: expected "FUTURE_FACING", got "PAST".',
    ],
  ];
  for (const [method, path, body, message] of cases) {
    test(`${method} ${path}: ${message}`, async () => {
      expect(await error(method, path, body)).toBe(`Invalid request: ${message}`);
    });
  }
});

describe("a body that is not JSON is 400", () => {
  for (const body of ["{", "", " ", "undefined", "{'a':1}"]) {
    test(JSON.stringify(body), async () => {
      const { send } = await mockWithApp();
      const paths = [["POST", "token"], ["POST", "collections/people"], [
        "POST",
        "collections/people/ingest",
      ], ["DELETE", "collections/people/bulk"]] as const;
      for (const [method, path] of paths) {
        expect(await send(method, path, body)).toMatchObject({
          status: 400,
          body: { error: "The request body is not valid JSON." },
        });
      }
    });
  }

  test("in the tenant's words", async () => {
    const { send } = await mockWithApp({ behaviors: { "message.malformedJson": "Broken." } });
    expect((await send("POST", "collections/people", "{")).body).toEqual({ error: "Broken." });
  });
});

describe("a JSON body with another content type", () => {
  const TYPES = ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""];
  const GOOD = ["application/json", "Application/JSON; charset=utf-8", "application/vnd.a+json"];
  const SENT = { data: { name: "Ada" } };

  test("is refused, and the error names the type", async () => {
    const { send } = await mockWithApp();
    for (const type of TYPES) {
      const headers = { "content-type": type };
      const { status, body } = await send("POST", "collections/people", SENT, headers);
      expect([status, body]).toEqual([400, {
        error: `Content-Type must be application/json, got ${JSON.stringify(type)}.`,
      }]);
    }
  });

  test("is refused without any type, too", async () => {
    const { mock, authorization } = await mockWithApp();
    const response = await mock.fetch(`${mock.baseUrl}collections/people`, {
      method: "POST",
      headers: { authorization },
      body: new TextEncoder().encode(JSON.stringify(SENT)),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: "Content-Type must be application/json, got none.",
    });
  });

  test("is accepted if the tenant ignores the type, and still validated", async () => {
    const { send } = await mockWithApp({ behaviors: { "request.content-type": "ignore" } });
    for (const type of [...TYPES, ...GOOD]) {
      const headers = { "content-type": type };
      const { status, body } = await send("POST", "collections/people", SENT, headers);
      expect([type, status, body.data]).toEqual([type, 200, { name: "Ada" }]);
      const wrong = await send("POST", "collections/people", { data: 5 }, headers);
      expect([wrong.status, wrong.body]).toEqual([400, {
        error: "Invalid request: data: expected an object, got 5.",
      }]);
    }
  });

  test("is JSON in any letter case, with parameters, and with a suffix", async () => {
    const { send } = await mockWithApp();
    for (const type of GOOD) {
      const { status } = await send("POST", "collections/people", SENT, { "content-type": type });
      expect([type, status]).toEqual([type, 200]);
    }
  });
});
