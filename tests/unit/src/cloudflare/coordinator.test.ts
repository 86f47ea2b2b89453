// Outside workerd, where the class itself is tested. See tests/workerd for the rest.
import { expect, jest, test } from "bun:test";
import {
  AppInactiveError,
  createClient,
  type CredentialOptions,
  isKinabaseError,
  NetworkError,
  RateLimitError,
} from "../../../../mod.ts";
import {
  createManualClock,
  createMockServer,
  type ManualClock,
} from "../../../../mock-server/mod.ts";
import { memoryState } from "../../../docs/worker-env.ts";

const { coordinatorClass, durableTokens, KinabaseCoordinator } = await import(
  "../../../../src/cloudflare.ts"
);

/** A mock, its app, and an object whose storage is kept between its lives. */
async function createDeployment(over: Partial<CredentialOptions> = {}, ownClock?: ManualClock) {
  const mock = createMockServer({ clock: ownClock });
  const app = await mock.tenant.apps.create({ name: "Deployment", description: "Many isolates" });
  const kept = new Map<string, unknown>();
  const Class = coordinatorClass(() => ({ ...app.clientOptions(), retry: false, ...over }));
  let object = new Class(memoryState(kept), {});
  const namespace = { idFromName: (name: string) => name, get: () => object };
  const { baseUrl, fetch, clock } = app.clientOptions();
  return {
    mock,
    app,
    kept,
    namespace,
    restart: () => object = new Class(memoryState(kept), {}),
    tokenRequests: () => mock.journal.count({ path: "/token" }),
    /** A client of one isolate: it shares no cached token with the others. */
    isolate: () =>
      createClient({
        baseUrl,
        ...(fetch && { fetch }),
        clock,
        retry: false,
        coordinator: durableTokens({ ...namespace }),
      }),
  };
}

test("isolates share one token, which is refreshed once an hour", async () => {
  const { isolate, mock, tokenRequests } = await createDeployment();
  const isolates = Array.from({ length: 20 }, isolate);
  const callAll = () => Promise.all(isolates.map((client) => client.status()));
  for (let hour = 1; hour <= 3; hour++) {
    await callAll();
    await callAll();
    expect(tokenRequests()).toBe(hour);
    await mock.clock.advance("1h");
  }
});

test("a new object has the token of the old one, unless the storage is lost", async () => {
  const { isolate, restart, kept, tokenRequests } = await createDeployment();
  await isolate().status();
  restart();
  await isolate().status();
  expect(tokenRequests()).toBe(1);
  kept.clear();
  restart();
  await isolate().status();
  expect(tokenRequests()).toBe(2);
});

test("a token of an earlier secret is not used", async () => {
  const { kept, restart, isolate, tokenRequests } = await createDeployment();
  await isolate().status();
  const stored = kept.get("token");
  kept.set("token", { ...Object(stored), key: "a key of another secret" });
  restart();
  await isolate().status();
  expect(tokenRequests()).toBe(2);
});

test("a rejected token is replaced once, however many isolates report it", async () => {
  const { isolate, app, mock, tokenRequests } = await createDeployment();
  const isolates = Array.from({ length: 5 }, isolate);
  await Promise.all(isolates.map((client) => client.status()));
  mock.faults.add({ kind: "status", status: 401, times: 5, match: { path: "/status" } });
  await Promise.all(isolates.map((client) => client.status()));
  expect(tokenRequests()).toBe(2);
  expect(app.state).toBe("active");
});

test("all isolates wait for one token request, however slow it is", async () => {
  const clock = createManualClock({ autoAdvance: false });
  const { isolate, mock, tokenRequests } = await createDeployment({ deadlineClock: clock }, clock);
  mock.faults.add({ kind: "delay", duration: "20s", match: { path: "/token" } });
  const calls = Promise.all(Array.from({ length: 5 }, () => isolate().status()));
  let isDone = false;
  const done = calls.finally(() => isDone = true);
  // However long a busy machine takes until the request is sent.
  while (!isDone) {
    await clock.advance("1s");
    await Bun.sleep(1);
  }
  await done;
  expect(tokenRequests()).toBe(1);
});

test("an error of Kinabase keeps its class and says what to do", async () => {
  const { isolate, app, mock } = await createDeployment();
  mock.tenant.apps.revoke(app.appId);
  const error: unknown = await isolate().status().catch((error) => error);
  expect(error).toBeInstanceOf(AppInactiveError);
  expect(isKinabaseError(error) && error.remedy).toBeTruthy();
  expect(isKinabaseError(error) && error.status).toBe(401);
});

test("a 429 of the token request keeps its Retry-After", async () => {
  const { isolate, mock } = await createDeployment();
  mock.faults.add({ kind: "rateLimit", retryAfter: 7, match: { path: "/token" } });
  const error: unknown = await isolate().status().catch((error) => error);
  expect(error).toBeInstanceOf(RateLimitError);
  expect(error instanceof RateLimitError && error.retryAfter).toBe(7_000);
});

test("a missing secret is named, and does not stop the budget", async () => {
  const { app } = await createDeployment();
  const env = { KINABASE_APP_ID: app.appId };
  const object = new KinabaseCoordinator(memoryState(), Object(env));
  const namespace = { idFromName: (name: string) => name, get: () => object };
  const client = createClient({ coordinator: durableTokens(namespace, { binding: "KINABASE" }) });
  const error: unknown = await client.status().catch((error) => error);
  expect(error).toBeInstanceOf(NetworkError);
  expect(String(error)).toContain(
    "The Durable Object binding KINABASE returned no token: in the Worker that exports its class, " +
      "KINABASE_APP_SECRET is missing in the environment.",
  );
  expect(isKinabaseError(error) && error.remedy).toBe(
    "Check the coordinator's address and configuration.",
  );
  const request = { holder: "a", priority: "interactive", count: 1, perMinute: 5 } as const;
  const { grant } = await object.permits({ ...request, grants: [], pause: 0 });
  expect(grant?.count).toBe(1);
});

test("a client with another base URL gets no token: both URLs are named", async () => {
  const { namespace, mock } = await createDeployment();
  const coordinator = durableTokens(namespace, { binding: "KINABASE" });
  const client = createClient({ coordinator, fetch: mock.fetch });
  const error: unknown = await client.status().catch((error) => error);
  expect(error).toEqual(
    new TypeError(
      `baseUrl: The Durable Object binding KINABASE has tokens for ${mock.baseUrl}, but this client ` +
        "calls https://app.kinabase.com/api/v1/. Set the same baseUrl for both.",
    ),
  );
  expect(mock.journal.count({ path: "/status" })).toBe(0);
});

test("the object reads the base URL from its environment", async () => {
  const mock = createMockServer();
  const { appId, appSecret } = await mock.tenant.apps.create({ name: "A", description: "An app" });
  const env = {
    KINABASE_APP_ID: appId,
    KINABASE_APP_SECRET: appSecret,
    KINABASE_BASE_URL: "http://localhost:1/api/v1",
  };
  const of = globalThis.fetch;
  try {
    globalThis.fetch = Object.assign(
      (input: Request | URL | string, init?: RequestInit) => mock.fetch(new Request(input, init)),
      { preconnect() {} },
    );
    const answer = await new KinabaseCoordinator(memoryState(), env).token();
    expect(answer).toMatchObject({ baseUrl: "http://localhost:1/api/v1/" });
  } finally {
    globalThis.fetch = of;
  }
});

test("the alarm deletes the token when it has expired, not before", async () => {
  const { isolate, namespace, kept, mock } = await createDeployment();
  await isolate().status();
  await namespace.get().alarm();
  expect(kept.has("token")).toBe(true);
  await mock.clock.advance("61m");
  await namespace.get().alarm();
  expect(kept.has("token")).toBe(false);
});

test("an alarm that comes before the token has expired is set again, by the system's clock", async () => {
  for (const start of ["2001-02-03T04:05:06Z", "2099-02-03T04:05:06Z"]) {
    const { mock, app } = await createDeployment({}, createManualClock({ start }));
    const state = memoryState();
    const alarms: number[] = [];
    const setAlarm = async (time: number) => void alarms.push(time);
    const Class = coordinatorClass(() => app.clientOptions());
    const object = new Class({ ...state, storage: { ...state.storage, setAlarm } }, {});
    jest.setSystemTime(new Date("2026-01-02T03:04:05Z"));
    try {
      await object.token();
      await object.alarm();
      await mock.clock.advance("59m");
      await object.alarm();
      const minutes = alarms.map((at) => (at - Date.now()) / 60_000);
      expect(minutes).toEqual([61, 61, 2]);
    } finally {
      jest.useRealTimers();
    }
  }
});

test("the answer says how long the token is still valid, and how old it is", async () => {
  const { namespace, mock, tokenRequests } = await createDeployment();
  const object = namespace.get();
  expect(await object.token()).toMatchObject({ expiresIn: 3_600_000, age: 0 });
  await mock.clock.advance("10m");
  expect(await object.token()).toMatchObject({ expiresIn: 3_000_000, age: 600_000 });
  expect(tokenRequests()).toBe(1);
});

test("an error that is not one of Kinabase stays an error", async () => {
  const object = new KinabaseCoordinator(memoryState(), Object({}));
  const error = await object.token().catch((error: unknown) => error);
  expect(error).toBeInstanceOf(TypeError);
});

test("an alarm without a token does no harm, and one at the moment of expiry deletes it", async () => {
  const { namespace, kept, mock } = await createDeployment();
  await namespace.get().alarm();
  await namespace.get().token();
  await mock.clock.advance("1h");
  await namespace.get().alarm();
  expect(kept.has("token")).toBe(false);
});

test("permits and pauses are kept for the next object, a wait is not", async () => {
  const { namespace, kept, restart } = await createDeployment();
  await Bun.sleep(0); // it reads its storage
  const request = { holder: "a", priority: "interactive", perMinute: 2, grants: [] } as const;
  const ask = (count: number, pause = 0) =>
    namespace.get().permits({ ...request, grants: [], count, pause });
  const { grant } = await ask(1);
  expect(grant?.count).toBe(1);
  restart();
  await Bun.sleep(0);
  const stored = structuredClone(kept.get("budget"));
  expect((await ask(1)).grant).toBeUndefined();
  expect(kept.get("budget")).toEqual(stored);
  await ask(0, 60_000);
  restart();
  await Bun.sleep(0);
  expect(kept.get("budget")).not.toEqual(stored);
  expect((await ask(1)).wait).toBe(5_000);
});

test("the storage does not grow if only tokens are requested", async () => {
  const { isolate, kept, mock, tokenRequests } = await createDeployment();
  const client = isolate();
  for (let hour = 1; hour <= 5; hour++) {
    await client.status();
    expect(tokenRequests()).toBe(hour);
    expect(kept.get("budget")).toMatchObject({ grants: [{ count: 1 }] });
    await mock.clock.advance("1h");
  }
});

test("the secret and the token are in no part of the object that is shown", async () => {
  const { isolate, namespace, app } = await createDeployment();
  const client = isolate();
  await client.status();
  const shown = Bun.inspect(namespace.get(), { depth: 10 }) + JSON.stringify(namespace.get());
  expect(shown).not.toContain(app.appSecret);
  expect(shown).not.toContain(await client.token());
});
