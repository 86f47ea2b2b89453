import { describe, expect, test } from "bun:test";
import { createManualClock } from "../../../../mock-server/mod.ts";
import { mockWithApp } from "../mock-with-app.ts";

/** A mock whose minute began with a token request, 29.5 s ago. */
async function limited(behaviors: object, requestsPerMinute = 2) {
  const clock = createManualClock({ start: "2026-01-31T12:00:00.250Z" });
  const started = await mockWithApp({ clock, limits: { requestsPerMinute }, behaviors });
  await clock.advance(29_500);
  return started;
}

describe("Retry-After of a request beyond the limit", () => {
  const cases = [
    ["seconds", "31"],
    ["date", "Sat, 31 Jan 2026 12:01:01 GMT"],
    ["zero", "0"],
    ["absent", null],
  ] as const;
  for (const [option, expected] of cases) {
    test(`is ${expected} with the option ${option}`, async () => {
      const { send } = await limited({ "rate-limit.retry-after": option });
      const good = await send("GET", "status");
      expect([good.status, good.headers.get("retry-after")]).toEqual([200, null]);
      const { status, headers, body } = await send("GET", "status");
      expect([status, headers.get("retry-after")]).toEqual([429, expected]);
      expect(body).toEqual({
        error: "Rate limit of 2 requests a minute exceeded. Retry in 31 s.",
      });
    });
  }
});

test("a date in Retry-After is a date, also at the end of time", async () => {
  const { mock, send } = await limited({ "rate-limit.retry-after": "date" });
  await mock.clock.set(8.64e15);
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await send("GET", "version")).status);
  expect(statuses).toEqual([200, 200, 429]);
  const { headers } = await send("GET", "version");
  expect(headers.get("retry-after")).toBe("Sat, 13 Sep 275760 00:00:00 GMT");
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
