import { expect, test } from "bun:test";
import { mockWithApp } from "../mock-with-app.ts";

test("the status names the app of the token", async () => {
  const { appId, send } = await mockWithApp();
  const { status, body } = await send("GET", "status");
  expect(status).toBe(200);
  expect(body).toEqual({ authenticated: true, app: { appId, name: "Test" } });
});

test("the status can be without a body", async () => {
  const { send } = await mockWithApp({ behaviors: { "status.body": "empty" } });
  const { status, text } = await send("GET", "status");
  expect([status, text]).toEqual([200, ""]);
});

test("the version says that it is a mock", async () => {
  const { send } = await mockWithApp();
  const { status, body } = await send("GET", "version", undefined, { authorization: "" });
  expect([status, body]).toEqual([200, { version: "mock" }]);
});
