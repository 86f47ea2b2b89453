// Outside workerd, where only the class and the store themselves are tested. See tests/workerd for the rest.
import { expect, test } from "bun:test";
import { type DurableState, durableTokenStore, KinabaseTokens } from "../../../src/cloudflare.ts";

const STORED = { token: "a-token", expiresAt: 1_000 };
const URL_OF_OBJECT = "https://tokens.invalid/";

function createObject(): KinabaseTokens {
  const stored = new Map<string, unknown>();
  const state: DurableState = {
    storage: {
      get: async (key) => stored.get(key),
      put: async (key, value) => void stored.set(key, value),
      deleteAll: async () => stored.clear(),
      setAlarm: async () => {},
    },
  };
  return new KinabaseTokens(state);
}

function storeOf(fetch: (request: Request) => Promise<Response>) {
  const get = () => ({ fetch: (url: string, init?: RequestInit) => fetch(new Request(url, init)) });
  return durableTokenStore({ idFromName: (key: string) => key, get });
}

test("a token is stored and returned", async () => {
  const object = createObject();
  const store = storeOf((request) => object.fetch(request));
  expect(await store.get("key")).toBeUndefined();
  await store.set("key", STORED);
  expect(await store.get("key")).toEqual(STORED);
});

test("a body that is not a token is refused, and no error repeats it", async () => {
  for (const body of ["canary-canary", '{"token":"canary', '"canary"', "{}", ""]) {
    const request = new Request(URL_OF_OBJECT, { method: "PUT", body });
    expect((await createObject().fetch(request)).status).toBe(400);
  }
});

test("a response that is not a token counts as no token", async () => {
  for (const body of ["canary-canary", '{"token":"canary', "null", "[]", ""]) {
    expect(await storeOf(() => Promise.resolve(new Response(body))).get("key")).toBeUndefined();
  }
});
