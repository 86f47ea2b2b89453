import { describe, expect, test } from "bun:test";
import {
  type ClientEvent,
  createClient,
  createTokenSource,
  type CredentialOptions,
  type FetchFunction,
  memoryTokenStore,
  NetworkError,
  type StoredToken,
  type TokenStore,
} from "../../../../mod.ts";
import { createManualClock, createMockServer } from "../../../../mock-server/mod.ts";

const APP_ID = "5F0C7A52-6D0E-4C43-9D0B-0D3C52A6C1F7";
const MINUTE = 60_000;

const base64 = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, "");
const tokenOf = (name: string, expiresAt: number) =>
  [base64({ alg: "HS256" }), base64({ name, exp: expiresAt / 1_000 }), "sig"].join(".");

/** A token endpoint, and a source of tokens that uses it. */
function setup({ lifetime = 60 * MINUTE, ...options }: Options = {}) {
  const clock = createManualClock({ start: "2026-01-01T00:00:00Z" });
  const deadlineClock = createManualClock({ autoAdvance: false });
  const events: ClientEvent[] = [];
  let requests = 0;
  void deadlineClock.advance(5_000);
  const server = { isDown: false, delay: 0, ready: Promise.resolve() };
  const fetch: FetchFunction = async () => {
    requests += 1;
    await server.ready;
    await deadlineClock.advance(server.delay);
    if (server.isDown) throw new Error("connection refused");
    return Response.json({ token: tokenOf(`token ${requests}`, clock.now() + lifetime) });
  };
  const source = (over: Partial<CredentialOptions> = {}) =>
    createTokenSource({
      appId: APP_ID,
      appSecret: btoa("secret"),
      baseUrl: "https://kinabase.invalid/api/v1/",
      fetch,
      clock,
      deadlineClock,
      retry: false,
      tokenStore: memoryTokenStore(),
      onEvent: (event) => void events.push(event),
      ...options,
      ...over,
    });
  const tokenEvents = () => events.filter(({ type }) => type === "token");
  return { clock, deadlineClock, server, source, requests: () => requests, tokenEvents };
}

interface Options extends Partial<CredentialOptions> {
  /** The lifetime of the tokens, in milliseconds. */
  lifetime?: number;
}

/** A store with one token. */
function storeWith(stored: StoredToken | undefined): TokenStore {
  return {
    get: () => stored,
    set: (_, token) => void (stored = token),
  };
}

const never = () => new Promise<never>(() => {});

/** Lets the callbacks of settled promises run. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 0));
}

/** How a promise ends, as a text. */
const outcome = (work: Promise<string>): Promise<string> =>
  work.then((token) => `got ${token}`, (reason: unknown) => String(reason));

describe("a stored token", () => {
  const stored = (expiresAt: number) => ({ token: tokenOf("stored", expiresAt), expiresAt });

  test("is refreshed from exactly renewBefore before its expiry", async () => {
    const { clock, source, requests } = setup();
    const token = stored(clock.now() + MINUTE);
    const tokens = (renewBefore: number) => source({ tokenStore: storeWith(token), renewBefore });
    expect(await tokens(MINUTE - 1).token()).toBe(token.token);
    expect(requests()).toBe(0);
    expect(await tokens(MINUTE).token()).not.toBe(token.token);
    expect(requests()).toBe(1);
  });

  test("is used until exactly its expiry while the token endpoint is down", async () => {
    const { clock, server, source } = setup();
    server.isDown = true;
    const token = stored(clock.now() + 1_000);
    const tokens = source({ tokenStore: storeWith(token) });
    await clock.advance(999);
    expect(await tokens.token()).toBe(token.token);
    await clock.advance(1);
    expect(await outcome(tokens.token())).toBe(
      "NetworkError: No response to POST token at kinabase.invalid",
    );
  });

  test("is read once for each call that it is good for", async () => {
    const { clock, source } = setup();
    let reads = 0;
    const token = stored(clock.now() + 60 * MINUTE);
    const get = () => {
      reads += 1;
      return token;
    };
    const tokens = source({ tokenStore: { get, set: () => {} } });
    expect(await tokens.token()).toBe(token.token);
    expect(reads).toBe(1);
  });

  test("that disappears during an early refresh does not hide why the refresh failed", async () => {
    const { clock, server, source } = setup();
    server.isDown = true;
    const token = stored(clock.now() + 1_000);
    let reads = 0;
    const get = () => ++reads === 1 ? token : undefined;
    const tokens = source({ tokenStore: { get, set: () => {} } });
    await expect(tokens.token()).rejects.toBeInstanceOf(NetworkError);
  });

  test("is kept when the early refresh takes too long, and an event says so", async () => {
    const { clock, deadlineClock, source, tokenEvents } = setup();
    const token = stored(clock.now() + 1_000);
    const tokens = source({ tokenStore: storeWith(token), fetch: never, tokenWaitTimeout: 700 });
    const asked = tokens.token();
    await settle();
    await deadlineClock.advance(700);
    expect(await asked).toBe(token.token);
    expect(tokenEvents()).toEqual([
      { type: "token", outcome: "kept", reason: "No token within 700 ms (attemptTimeout)" },
    ]);
  });
});

describe("a token with a lifetime shorter than renewBefore", () => {
  const lifetime = 30_000;

  test("is used for half of its lifetime", async () => {
    const { clock, source, requests } = setup({ lifetime });
    const tokens = source();
    const first = await tokens.token();
    await clock.advance(lifetime / 2 - 1);
    expect(await tokens.token()).toBe(first);
    await clock.advance(1);
    expect(await tokens.token()).not.toBe(first);
    expect(requests()).toBe(2);
  });

  test("is used also if the store does not keep when it was requested", async () => {
    const tokenStore = storeWith(undefined);
    const forgetful: TokenStore = {
      get: tokenStore.get,
      set: (key, { token, expiresAt }) => tokenStore.set(key, { token, expiresAt }),
    };
    const { clock, source, requests } = setup({ lifetime, tokenStore: forgetful });
    const tokens = source();
    const first = await tokens.token();
    await clock.advance(lifetime / 2 - 1);
    expect(await tokens.token()).toBe(first);
    expect(requests()).toBe(1);
  });

  test("is used by another client with the same store", async () => {
    const { source, requests } = setup({ lifetime });
    const tokenStore = memoryTokenStore();
    const first = await source({ tokenStore }).token();
    expect(await source({ tokenStore }).token()).toBe(first);
    expect(requests()).toBe(1);
  });
});

describe("a store that does not respond", () => {
  test("to a read ends the call in time, and no token is requested", async () => {
    const { deadlineClock, source, requests, tokenEvents } = setup();
    const tokens = source({ tokenStore: { get: never, set: () => {} } });
    const asked = outcome(tokens.token({ timeout: 100 }));
    await settle();
    await deadlineClock.advance(100);
    expect(await asked).toBe(
      "TimeoutError: No response from the token store within 100 ms (timeout)",
    );
    expect(requests()).toBe(0);
    expect(tokenEvents()).toEqual([]);
  });

  test("ends the call in time, also if its promises are those of a library", async () => {
    const { deadlineClock, source } = setup();
    const tokens = source({ tokenStore: { get: () => Object({ then() {} }), set: () => {} } });
    const asked = outcome(tokens.token({ timeout: 100 }));
    await settle();
    await deadlineClock.advance(100);
    expect(await asked).toContain("No response from the token store within 100 ms");
  });

  test("to a read does not keep an aborted call", async () => {
    const { source, requests, tokenEvents } = setup();
    const controller = new AbortController();
    const tokens = source({ tokenStore: { get: never, set: () => {} } });
    const asked = outcome(tokens.token({ signal: controller.signal }));
    await settle();
    controller.abort("enough");
    expect(await asked).toBe("enough");
    expect(requests()).toBe(0);
    expect(tokenEvents()).toEqual([]);
  });

  test("to a write does not keep the token from the call", async () => {
    const { clock, deadlineClock, source, tokenEvents } = setup();
    const tokens = source({ tokenStore: { get: () => undefined, set: never }, timeout: 100 });
    const asked = outcome(tokens.token({ timeout: 200 }));
    await settle();
    await deadlineClock.advance(100);
    const expiresAt = clock.now() + 60 * MINUTE;
    expect(await asked).toBe(`got ${tokenOf("token 1", expiresAt)}`);
    expect(tokenEvents()).toEqual([
      {
        type: "token",
        outcome: "store_failed",
        reason: "No response from the token store within 100 ms (timeout)",
      },
      { type: "token", outcome: "obtained", expiresAt, duration: 100 },
    ]);
  });

  test("to a write, but has the token, saves the other callers a request", async () => {
    const { deadlineClock, server, source, requests } = setup();
    const tokenStore = storeWith(undefined);
    const slow: TokenStore = {
      get: tokenStore.get,
      set: (key, token) => {
        void tokenStore.set(key, token);
        return never();
      },
    };
    const tokens = source({ tokenStore: slow, tokenWaitTimeout: 500, timeout: 1_000 });
    let respond = () => {};
    server.ready = new Promise((resolve) => respond = resolve);
    const owner = tokens.token({ timeout: 2_000 });
    const other = tokens.token();
    // Both wait for the response before the token is in the store.
    await settle();
    respond();
    await settle();
    await deadlineClock.advance(500);
    await settle();
    expect(requests()).toBe(1);
    const token = await other;
    await deadlineClock.advance(500);
    expect(await owner).toBe(token);
  });
});

test("the event of a new token has its expiry and how long it took", async () => {
  const { clock, server, source, tokenEvents } = setup();
  server.delay = 250;
  await source().token();
  expect(tokenEvents()).toEqual([
    { type: "token", outcome: "obtained", expiresAt: clock.now() + 60 * MINUTE, duration: 250 },
  ]);
});

test("without a coordinator, a call whose token was rejected shares the request of another call", async () => {
  const { server, source, requests } = setup();
  let respond = () => {};
  server.ready = new Promise((resolve) => respond = resolve);
  const tokens = source();
  const both = [tokens.token(), tokens.renew("rejected")];
  await settle();
  respond();
  const [one, other] = await Promise.all(both);
  expect(one).toBe(other);
  expect(requests()).toBe(1);
});

test("a store that returns null has no token, and has not failed", async () => {
  const { source, tokenEvents } = setup();
  const get: TokenStore["get"] = Object(() => null);
  await source({ tokenStore: { get, set() {} } }).token();
  expect(tokenEvents()).toMatchObject([{ outcome: "obtained" }]);
});

test("the last eight rejected tokens are not used again", async () => {
  const { clock, source, requests } = setup();
  const expiresAt = clock.now() + 60 * MINUTE;
  const stored = { token: tokenOf("stored", expiresAt), expiresAt };
  const tokens = source({ tokenStore: { get: () => stored, set: () => {} } });
  await tokens.renew(stored.token);
  for (let i = 1; i <= 7; i++) await tokens.renew(`older ${i}`);
  const asked = requests();
  expect(asked).toBe(8);
  await tokens.token();
  expect(requests()).toBe(9);
  expect(await tokens.renew("older 8")).toBe(stored.token);
  expect(requests()).toBe(9);
});

test("the key of a stored token stays the same, so that a store serves later releases", async () => {
  const { source } = setup();
  // The first 16 bytes of the digest of this secret include one below 16.
  const appSecret = btoa("the secret");
  const digest = new Bun.CryptoHasher("sha256").update(appSecret).digest("hex").slice(0, 32);
  expect(digest).toContain("0f");
  const keys = new Set<string>();
  const get = (key: string) => void keys.add(key);
  const set = (key: string) => void keys.add(key);
  await source({ appSecret, tokenStore: { get, set } }).token();
  expect([...keys]).toEqual([
    `https://kinabase.invalid/api/v1/ ${APP_ID.toLowerCase()} ${digest}`,
  ]);
});

const fails = () => {
  throw new Error("the store failed for the token eyJ");
};
const rejects = () => Promise.reject(new Error("the store failed for the token eyJ"));

test("with a broken token store, an aborted call rejects only with its reason", async () => {
  const mock = createMockServer();
  const app = await mock.tenant.apps.create({ name: "Store", description: "For this test" });
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  try {
    for (const get of [fails, rejects]) {
      const client = createClient({ ...app.clientOptions(), tokenStore: { get, set: () => {} } });
      const call = client.token({ signal: AbortSignal.abort("enough") });
      expect(await call.catch((reason: unknown) => reason)).toBe("enough");
      // Unhandled rejections are reported in a later turn.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  } finally {
    process.off("unhandledRejection", note);
  }
  expect(unhandled).toEqual([]);
  mock.journal.expect({ path: "/token" }, 0);
});
