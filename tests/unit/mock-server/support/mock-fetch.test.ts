import { describe, expect, test } from "bun:test";
import { createClient } from "../../../../mod.ts";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { knownResponse } from "../../../../mock-server/support/known-response.ts";
import { mockFetch } from "../../../../mock-server/support/mock-fetch.ts";

const URL_TEXT = "https://kinabase.invalid/api/v1/status";

/** A server that responds with the method and the header that it received. */
const echo = mockFetch((request) =>
  Response.json({ method: request.method, accept: request.headers.get("accept") })
);

describe("mock.fetch accepts whatever fetch accepts", () => {
  const init = { method: "PATCH", headers: { accept: "text/plain" }, body: "{}" };
  for (
    const [what, input, given] of [
      ["a text and an init", URL_TEXT, init],
      ["a URL and an init", new URL(URL_TEXT), init],
      ["a request", new Request(URL_TEXT, init), undefined],
      ["a request and an init that overrides it", new Request(URL_TEXT), init],
    ] as const
  ) {
    test(what, async () => {
      const response = await echo(input, given);
      expect(await response.json()).toEqual({ method: "PATCH", accept: "text/plain" });
    });
  }

  test("a client uses it as its fetch", async () => {
    const mock = createMockServer();
    const { appId, appSecret } = await mock.tenant.apps.create({ name: "a", description: "b" });
    const { baseUrl, fetch, clock } = mock;
    const client = createClient({ appId, appSecret, baseUrl, fetch, clock });
    expect(await client.status()).toMatchObject({ authenticated: true });
  });

  test("an aborted signal rejects, in the request and in the init", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(echo(new Request(URL_TEXT, { signal }))).rejects.toThrow("enough");
    await expect(echo(URL_TEXT, { signal })).rejects.toThrow("enough");
  });
});

test("a signal of another realm aborts a request and the reading of its body", async () => {
  // Like in jsdom: it has the methods of an AbortSignal, but is no instance of it.
  const { signal, controller } = foreignSignal();
  const endless = mockFetch(() => new Response(new ReadableStream({ pull() {} })));
  const response = await endless(URL_TEXT, { signal });
  const text = response.text();
  controller.abort(new Error("enough"));
  await expect(text).rejects.toThrow("enough");
  await expect(endless(URL_TEXT, { signal })).rejects.toThrow("enough");
});

function foreignSignal(): { signal: AbortSignal; controller: AbortController } {
  const controller = new AbortController();
  const own = controller.signal;
  const signal = Object.create(EventTarget.prototype, {
    aborted: { get: () => own.aborted },
    reason: { get: () => own.reason },
    throwIfAborted: { value: () => own.throwIfAborted() },
    addEventListener: { value: own.addEventListener.bind(own) },
    removeEventListener: { value: own.removeEventListener.bind(own) },
  });
  return { signal, controller };
}

test("extra arguments that servers and Workers pass with the request are ignored", async () => {
  const request = () => new Request(URL_TEXT, { headers: { accept: "text/html" } });
  const asWorker: (...args: unknown[]) => Promise<Response> = (...args) =>
    Reflect.apply(echo, undefined, args);
  for (const rest of [[{}], [{ remoteAddr: {} }], [{ headers: 1 }, { waitUntil() {} }]]) {
    const response = await asWorker(request(), ...rest);
    expect(await response.json()).toEqual({ method: "GET", accept: "text/html" });
  }
});

describe("a response of the mock", () => {
  const json = (status = 200) =>
    knownResponse({ status, text: '{"a":1}', headers: { "content-type": "application/json" } });

  test("is passed on unchanged if no signal can abort it", async () => {
    const made = json();
    expect(await mockFetch(() => made)(URL_TEXT)).toBe(made);
  });

  test("is the same with a signal that does not abort", async () => {
    const { signal } = new AbortController();
    for (const input of [URL_TEXT, new Request(URL_TEXT)]) {
      const response = await mockFetch(() => json(404))(input, { signal });
      expect([response.status, response.headers.get("content-type"), await response.json()])
        .toEqual([404, "application/json", { a: 1 }]);
    }
  });

  test("cannot be read after the signal has aborted", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const response = await mockFetch(() => json())(URL_TEXT, { signal });
    controller.abort(new Error("enough"));
    await expect(response.text()).rejects.toThrow("enough");
  });

  test("with a broken body fails like a closed connection, also without a signal", async () => {
    const broken = mockFetch(() =>
      new Response(
        new ReadableStream({
          pull() {
            throw new Error("an internal reason");
          },
        }, { highWaterMark: 0 }),
      )
    );
    const response = await broken(URL_TEXT);
    await expect(response.text()).rejects.toThrow("The connection was closed");
  });
});
