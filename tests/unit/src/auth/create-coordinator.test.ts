import { expect, test } from "bun:test";
import {
  type ClientEvent,
  type CoordinatedTokenFunction,
  createClient,
  createCoordinator,
  createTokenSource,
  InvalidCredentialsError,
  memoryTokenStore,
  NetworkError,
} from "../../../../mod.ts";
import { createManualClock, createMockServer } from "../../../../mock-server/mod.ts";
import { passingClock } from "../passing-clock.ts";

type Answer = CoordinatedTokenFunction;

const BASE_URL = "https://app.kinabase.com/api/v1/";

/** A mock, and options of a client with a coordinator that answers so. */
async function createSetup(token: (real: Answer) => Answer = (real) => real) {
  const mock = createMockServer();
  const app = await mock.tenant.apps.create({ name: "Deployment", description: "Many machines" });
  const { appId, appSecret, ...connection } = app.clientOptions();
  const source = createTokenSource({ ...app.clientOptions(), tokenStore: memoryTokenStore() });
  const asked: (string | undefined)[] = [];
  const real: Answer = async ({ rejected, signal }) => {
    asked.push(rejected);
    const value = rejected === undefined
      ? await source.token({ signal })
      : await source.renew(rejected, { signal });
    const decoded = await mock.tenant.decodeToken(value);
    const expiresIn = Number(decoded.claims?.["exp"]) * 1000 - mock.clock.now();
    const { baseUrl } = connection;
    return { token: value, baseUrl, expiresIn, age: 3_600_000 - expiresIn };
  };
  const events: ClientEvent[] = [];
  const coordinator = createCoordinator("The coordinator", token(real));
  const onEvent = (event: ClientEvent) => void events.push(event);
  return {
    mock,
    asked,
    credentials: { appId, appSecret },
    options: { ...connection, coordinator, retry: false, onEvent } as const,
    outcomes: () => events.flatMap((event) => event.type === "token" ? [event.outcome] : []),
    reasons: () => events.flatMap((event) => event.type === "token" ? [event.reason ?? ""] : []),
    tokenRequests: () => mock.journal.count({ path: "/token" }),
  };
}

test("a client without credentials caches the coordinator's token", async () => {
  const { options, asked, outcomes, tokenRequests } = await createSetup();
  const client = createClient(options);
  await client.status();
  await createClient(options).status();
  expect(asked).toEqual([undefined]);
  expect(outcomes()).toEqual(["received"]);
  expect(tokenRequests()).toBe(1);
});

test("it asks again 30 seconds before the token expires, when the coordinator has a new one", async () => {
  const { options, asked, mock, tokenRequests } = await createSetup();
  const client = createClient(options);
  await client.status();
  await mock.clock.advance("59m20s");
  await client.status();
  expect(asked.length).toBe(1);
  await mock.clock.advance("20s");
  await client.status();
  expect(asked.length).toBe(2);
  expect(tokenRequests()).toBe(2);
});

test("after a 401 it tells the coordinator which token was rejected", async () => {
  const { options, asked, mock } = await createSetup();
  const client = createClient(options);
  const first = await client.token();
  mock.faults.add({ kind: "status", status: 401, match: { path: "/status" } });
  await client.status();
  expect(asked).toEqual([undefined, first]);
  expect(await client.token()).not.toBe(first);
});

test("a coordinator that returns no token is a NetworkError that names it", async () => {
  const { options, tokenRequests } = await createSetup(() => () => Promise.reject(Error("gone")));
  const error: unknown = await createClient(options).status().catch((error) => error);
  expect(error).toBeInstanceOf(NetworkError);
  expect(String(error)).toContain("The coordinator returned no token: gone");
  expect(error).toMatchObject({
    cause: { message: "gone" },
    remedy: "Check the coordinator's address and configuration.",
  });
  expect(tokenRequests()).toBe(0);
});

test("with credentials the client goes on alone, and caches its own token", async () => {
  const { options, credentials, outcomes, reasons, tokenRequests } = await createSetup(() => () =>
    Promise.reject(Error("gone"))
  );
  const client = createClient({ ...options, ...credentials });
  await client.status();
  await client.status();
  expect(outcomes()).toEqual(["coordinator_failed", "obtained"]);
  expect(reasons()[0]).toBe("The coordinator returned no token: gone");
  expect(tokenRequests()).toBe(1);
});

test("with credentials the calls do not wait for a coordinator that never answers, and request one token", async () => {
  const asked = Promise.withResolvers<void>();
  const { options, credentials, outcomes, reasons, tokenRequests } = await createSetup(() => () => {
    asked.resolve();
    return new Promise(() => {});
  });
  const deadlineClock = createManualClock({ autoAdvance: false });
  const client = createClient({
    ...options,
    ...credentials,
    deadlineClock,
    tokenWaitTimeout: 2_000,
  });
  const calls = Promise.all([1, 2, 3].map(() => client.status()));
  await asked.promise;
  await deadlineClock.advance(1_999);
  expect(outcomes()).toEqual([]);
  await deadlineClock.advance(1);
  await calls;
  expect(tokenRequests()).toBe(1);
  expect(outcomes()).toEqual(["coordinator_failed", "obtained"]);
  expect(reasons()[0]).toContain("no response within 2000 ms");
});

test("without credentials, a call asks the coordinator itself after tokenWaitTimeout, with them after twice that time", async () => {
  for (const isAlone of [false, true]) {
    let asked = 0;
    const first = Promise.withResolvers<void>();
    const { options, credentials } = await createSetup(() => () => {
      asked += 1;
      first.resolve();
      return new Promise(() => {});
    });
    const deadlineClock = createManualClock({ autoAdvance: false });
    // Kinabase does not respond either.
    const fetch = () => new Promise<Response>(() => {});
    const own = { deadlineClock, tokenWaitTimeout: 2_000, fetch };
    const client = createClient({ ...options, ...(isAlone ? credentials : {}), ...own });
    const controller = new AbortController();
    const call = { signal: controller.signal };
    const one = client.status(call);
    await first.promise;
    const calls = Promise.allSettled([one, client.status(call)]);
    const seen: number[] = [];
    for (let second = 0; second < 4; second++) {
      await Bun.sleep(0);
      await deadlineClock.advance(1_000);
      await Bun.sleep(0);
      seen.push(asked);
    }
    controller.abort();
    await calls;
    expect(seen).toEqual(isAlone ? [1, 1, 1, 2] : [1, 2, 2, 2]);
  }
});

test("a timer that fires early changes nothing, and tokenOf learns that nobody waits", async () => {
  // Node and Bun cut the fraction of a delay.
  const time = createManualClock({ autoAdvance: false });
  const deadlineClock = {
    now: () => time.now(),
    sleep: (ms: number, signal?: AbortSignal) => time.sleep(ms - 1, signal),
  };
  const asked = Promise.withResolvers<void>();
  let aborts = 0;
  const { options, credentials, outcomes, reasons } = await createSetup(() => ({ signal }) => {
    signal.addEventListener("abort", () => aborts += 1);
    asked.resolve();
    return new Promise(() => {});
  });
  const tokenWaitTimeout = 2_000;
  const client = createClient({ ...options, ...credentials, deadlineClock, tokenWaitTimeout });
  const call = client.status();
  await asked.promise;
  await time.advance(1_999);
  await call;
  expect(outcomes()).toEqual(["coordinator_failed", "obtained"]);
  expect(reasons()[0]).toContain("no response within 2000 ms");
  expect(aborts).toBe(1);
});

test("a call that is aborted leaves no timer behind", async () => {
  const asked = Promise.withResolvers<void>();
  const { options, credentials } = await createSetup(() => () => {
    asked.resolve();
    return new Promise(() => {});
  });
  const waits: (AbortSignal | undefined)[] = [];
  const clock = createManualClock({ autoAdvance: false });
  const deadlineClock = {
    now: clock.now,
    sleep(ms: number, signal?: AbortSignal) {
      waits.push(signal);
      return clock.sleep(ms, signal);
    },
  };
  const controller = new AbortController();
  const client = createClient({ ...options, ...credentials, deadlineClock });
  const call = client.status({ signal: controller.signal }).catch((error) => error);
  await asked.promise;
  controller.abort("no longer needed");
  expect(await call).toBe("no longer needed");
  await Bun.sleep(0);
  expect(waits.length).toBeGreaterThan(0);
  expect(waits.map((signal) => signal?.aborted)).toEqual(waits.map(() => true));
});

test("a call whose token was rejected does not get it from the request of another call", async () => {
  const coordinator = createCoordinator("The coordinator", async ({ rejected }) => ({
    token: rejected === undefined ? "first" : "second",
    // Without the slash at its end it is the same URL.
    baseUrl: "https://app.kinabase.com/api/v1",
    expiresIn: 3_600_000,
    age: 0,
  }));
  const source = createTokenSource({ coordinator });
  const tokens = await Promise.all([source.token(), source.renew("first")]);
  expect(tokens).toEqual(["first", "second"]);
});

test("calls whose tokens were rejected each tell the coordinator about theirs", async () => {
  const told: unknown[] = [];
  const coordinator = createCoordinator("The coordinator", ({ rejected }) => {
    told.push(rejected);
    return Promise.resolve({ token: "new", baseUrl: BASE_URL, expiresIn: 3_600_000, age: 0 });
  });
  const source = createTokenSource({ coordinator });
  await Promise.all([source.renew("one"), source.renew("other")]);
  expect(told).toEqual(["one", "other"]);
});

test("a token that will soon be an hour old is used, but the next call asks for a newer one", async () => {
  let asked = 0;
  const coordinator = createCoordinator("The coordinator", () => {
    asked += 1;
    return Promise.resolve({
      token: `token-${asked}`,
      baseUrl: BASE_URL,
      expiresIn: 20_000,
      age: 3_580_000,
    });
  });
  const source = createTokenSource({ coordinator });
  expect(await source.token()).toBe("token-1");
  expect(await source.token()).toBe("token-2");
});

test("a call that has more time than the client's timeout says that it waited for the coordinator", async () => {
  const deadlineClock = passingClock();
  const coordinator = createCoordinator("The coordinator", () => new Promise(() => {}));
  const source = createTokenSource({ coordinator, deadlineClock, timeout: 1_000 });
  const error = await source.token({ timeout: 5_000 }).catch(String);
  expect(error).toBe(
    "TimeoutError: No response from The coordinator within 1000 ms (timeout)",
  );
});

test("Kinabase's own answer is final: the client does not try again with its credentials", async () => {
  const { options, credentials, outcomes, tokenRequests } = await createSetup(() => () =>
    Promise.reject(new InvalidCredentialsError("The secret of the coordinator is wrong"))
  );
  const client = createClient({ ...options, ...credentials });
  const error: unknown = await client.status().catch((error) => error);
  expect(error).toBeInstanceOf(InvalidCredentialsError);
  expect(outcomes()).toEqual([]);
  expect(tokenRequests()).toBe(0);
});

test.each([
  ["a token with a scheme", { token: "Bearer abc", baseUrl: BASE_URL, expiresIn: 1, age: 0 }],
  ["no time", { token: "abc", baseUrl: BASE_URL, expiresIn: NaN, age: 0 }],
  ["no base URL", { token: "abc", expiresIn: 1, age: 0 }],
  ["nothing", undefined],
])("an answer with %s counts as none, and is not shown", async (name, answer) => {
  const { options } = await createSetup(() => () =>
    new Promise((resolve) => Reflect.apply(resolve, undefined, [answer]))
  );
  const error: unknown = await createClient(options).status().catch((error) => error);
  expect(error).toBeInstanceOf(NetworkError);
  expect(String(error)).toContain(
    name === "no base URL"
      ? "The coordinator returned no token: baseUrl: expected an absolute URL"
      : "The coordinator returned no token: its response has no token, expiresIn and age",
  );
  expect(String(error)).not.toContain("abc");
});

test("a client of another deployment gets no token, also with credentials", async () => {
  const { options, credentials, mock, outcomes, tokenRequests } = await createSetup();
  const other = { ...options, baseUrl: "https://beta.kinabase.com/api/v1" };
  for (const client of [createClient(other), createClient({ ...other, ...credentials })]) {
    const error: unknown = await client.status().catch((error) => error);
    expect(error).toEqual(
      new TypeError(
        `baseUrl: The coordinator has tokens for ${mock.baseUrl}, but this client calls ` +
          "https://beta.kinabase.com/api/v1/. Set the same baseUrl for both.",
      ),
    );
  }
  // The only request is the coordinator's own.
  expect(tokenRequests()).toBe(1);
  expect(mock.journal.count({ path: "/status" })).toBe(0);
  expect(outcomes()).toEqual([]);
});

test("a valid token stays in use while the coordinator cannot be reached", async () => {
  let isGone = false;
  const { options, outcomes, mock } = await createSetup((real) => (context) =>
    isGone ? Promise.reject(Error("gone")) : real(context)
  );
  const client = createClient(options);
  await client.status();
  isGone = true;
  await mock.clock.advance("59m40s");
  await client.status();
  expect(outcomes()).toEqual(["received", "kept"]);
});

test("wrong combinations of options are named", async () => {
  const { options, credentials } = await createSetup();
  const { appId } = credentials;
  expect(() => createClient(Object({ ...options, appId }))).toThrow("appSecret is missing");
  expect(() => createClient(Object({ coordinator: options.coordinator, token: "abc" }))).toThrow(
    "coordinator: expected credentials or a token, got both",
  );
  expect(() => createClient(Object({ coordinator: {} }))).toThrow(
    "coordinator: expected an object with a request() method",
  );
  expect(() => createClient({ ...options, renewBefore: -1 })).toThrow("renewBefore");
  // Two coordinators in one store would give each other's tokens.
  const tokenStore = memoryTokenStore();
  expect(() => createClient(Object({ ...options, tokenStore }))).toThrow(
    "tokenStore: only with appId and appSecret",
  );
  createClient({ ...options, ...credentials, tokenStore });
  expect(() => Reflect.apply(createCoordinator, undefined, ["The coordinator"])).toThrow(
    "tokenOf: expected a function, got undefined",
  );
});
