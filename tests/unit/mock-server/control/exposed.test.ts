// Without a key, the control API is closed on an address that other machines can reach.
import { describe, expect, test } from "bun:test";
import { exposing, isExposed } from "../../../../mock-server/control/exposed.ts";
import { randomKey } from "../../../../mock-server/control/key.ts";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { serve } from "../../../../mock-server/serve.ts";

/** The ways a program may pass a mock to a server. */
const WAYS: Record<
  string,
  (mock: ReturnType<typeof createMockServer>) => Parameters<typeof serve>[0]
> = {
  "the mock itself": (mock) => mock,
  "a function around its fetch": (mock) => ({ fetch: (request) => mock.fetch(request) }),
  "a function that copies the request": (mock) => ({
    fetch: (request) => mock.fetch(new Request(request)),
  }),
  "a function that changes a header": (mock) => ({
    fetch(request) {
      const headers = new Headers(request.headers);
      headers.set("x-request-id", "1");
      return mock.fetch(new Request(request, { headers }));
    },
  }),
};

describe("on all addresses", () => {
  for (const [what, way] of Object.entries(WAYS)) {
    test(`${what} refuses the control API and the page without a key`, async () => {
      const mock = createMockServer({ control: true });
      const server = await serve(way(mock), { port: 0, hostname: "0.0.0.0" });
      try {
        for (
          const [path, method] of [
            ["/", "GET"],
            ["/__mock/tenants", "GET"],
            ["/__mock/tenants/default/api", "PUT"],
            ["/__moc%6b/tenants", "GET"],
            ["//__mock/tenants", "GET"],
          ] as const
        ) {
          // What any program on the network could send.
          const headers = { host: "localhost", "content-type": "application/json" };
          const body = method === "PUT" ? '{"enabled":false}' : null;
          const response = await fetch(`${server.url}${path}`, { method, headers, body });
          expect([path, response.ok]).toEqual([path, false]);
          if (path !== "/__mock/tenants") continue;
          expect(response.status).toBe(403);
          expect((await response.json()).error).toContain("createMockServer({ control: { key } })");
        }
        expect(mock.tenant.apiEnabled).toBe(true);
        expect((await fetch(`${server.baseUrl}status`)).status).toBe(401);
      } finally {
        await server.close();
      }
    });

    test(`${what} accepts the key`, async () => {
      const key = randomKey();
      const mock = createMockServer({ control: { key } });
      const server = await serve(way(mock), { port: 0, hostname: "0.0.0.0" });
      try {
        const statusOf = async (headers: Record<string, string>) =>
          (await fetch(`${server.url}/__mock/tenants`, { headers })).status;
        expect(await statusOf({ host: "localhost" })).toBe(401);
        expect(await statusOf({ host: "localhost", authorization: `Bearer ${key}` })).toBe(200);
      } finally {
        await server.close();
      }
    });
  }
});

test("only loopback addresses are not exposed", async () => {
  const mock = createMockServer({ control: true });
  const statusOn = async (hostname: string) => {
    const handle = exposing((request: Request) => mock.fetch(request), hostname);
    return (await handle(new Request("http://localhost/__mock/tenants"))).status;
  };
  for (const hostname of ["127.0.0.1", "127.1.2.3", "::1", "localhost", "LOCALHOST"]) {
    expect([hostname, await statusOn(hostname)]).toEqual([hostname, 200]);
  }
  for (
    const hostname of [
      "0.0.0.0",
      "::",
      "",
      "192.168.1.5",
      "mock",
      "localhost.example",
      "127.0.0.1.x",
    ]
  ) {
    expect([hostname, await statusOn(hostname)]).toEqual([hostname, 403]);
  }
});

test("the journal does not show the mark", async () => {
  const mock = createMockServer();
  const handle = exposing((request: Request) => mock.fetch(request), "0.0.0.0");
  const headers = { accept: "application/json" };
  await handle(new Request("http://localhost/api/v1/version", { headers }));
  expect(mock.journal.entries()[0]?.requestHeaders).toEqual(headers);
});

test("a request whose headers cannot be changed is marked too, and keeps its body", async () => {
  const seen: Request[] = [];
  const handle = exposing((request: Request) => {
    seen.push(request);
    return Promise.resolve(new Response());
  }, "0.0.0.0");
  const request = new Request("http://localhost/__mock/tenants", { method: "POST", body: "{}" });
  request.headers.set("x-other", "kept");
  // As Deno does for the requests that its server receives.
  request.headers.set = () => {
    throw new TypeError("headers are immutable");
  };
  await handle(request);
  const [marked] = seen;
  expect(marked && isExposed(marked)).toBe(true);
  expect([marked?.method, marked?.headers.get("x-other"), await marked?.text()])
    .toEqual(["POST", "kept", "{}"]);
});
