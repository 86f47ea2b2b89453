import { expect, test } from "bun:test";
import { createManualClock } from "../../../../mock-server/mod.ts";
import { mockWithApp } from "../mock-with-app.ts";

/** A mock whose minute began with a token request, 29.5 s ago. */
async function limited(behaviors: object, requestsPerMinute = 2) {
  const clock = createManualClock({ start: "2026-01-31T12:00:00.250Z" });
  const started = await mockWithApp({ clock, limits: { requestsPerMinute }, behaviors });
  await clock.advance(29_500);
  return started;
}

test("a request beyond the limit is 429, and says how long to wait", async () => {
  const { send } = await limited({});
  const good = await send("GET", "status");
  expect([good.status, good.headers.get("retry-after")]).toEqual([200, null]);
  const { status, headers, body } = await send("GET", "status");
  expect([status, headers.get("retry-after")]).toEqual([429, "31"]);
  expect(body).toEqual({ error: "Rate limit of 2 requests a minute exceeded. Retry in 31 s." });
});

test("a request beyond the limit has no Retry-After if the tenant sends none", async () => {
  const { send } = await limited({ "rate-limit.retry-after": "absent" });
  await send("GET", "status");
  const { status, headers, body } = await send("GET", "status");
  expect([status, headers.get("retry-after")]).toEqual([429, null]);
  expect(body).toEqual({ error: "Rate limit of 2 requests a minute exceeded. Retry in 31 s." });
});

test("token requests count unless they are free, and free ones are never refused", async () => {
  const statuses = async (option: "counted" | "free") => {
    const { send, requestToken } = await limited({ "rate-limit.tokens": option });
    const answers = [
      await requestToken(),
      await send("GET", "status"),
      await send("GET", "status"),
      await send("GET", "token"),
      await send("POST", "collections/people", { data: {} }),
      await requestToken(),
    ];
    return answers.map(({ status }) => status);
  };
  expect(await statuses("counted")).toEqual([200, 429, 429, 429, 429, 429]);
  // A GET of /token is no token request, and other requests with POST are none either.
  expect(await statuses("free")).toEqual([200, 200, 200, 429, 429, 200]);
});

test("each app has its own limit, if the tenant counts by app", async () => {
  const { mock, send, requestToken } = await limited({ "rate-limit.scope": "app" });
  const { appId, appSecret } = await mock.tenant.apps.create({ name: "B", description: "B" });
  const { body: { token } } = await requestToken({ appId, appSecret });
  const other = { authorization: `Bearer ${token}` };
  expect((await send("GET", "status")).status).toBe(200);
  expect((await send("GET", "status")).status).toBe(429);
  expect((await send("GET", "status", undefined, other)).status).toBe(200);
  expect((await send("GET", "status", undefined, other)).status).toBe(429);
});

test("a letter case of an App ID is the same app", async () => {
  const { appId, appSecret, requestToken } = await limited({ "rate-limit.scope": "app" });
  expect((await requestToken({ appId: appId.toUpperCase(), appSecret })).status).toBe(200);
  expect((await requestToken({ appId, appSecret })).status).toBe(429);
});

test("all apps share the limit by default", async () => {
  const { mock, send, requestToken } = await limited({});
  const { appId, appSecret } = await mock.tenant.apps.create({ name: "B", description: "B" });
  expect((await requestToken({ appId, appSecret })).status).toBe(200);
  expect((await send("GET", "status")).status).toBe(429);
});
