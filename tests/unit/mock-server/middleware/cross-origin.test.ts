import { describe, expect, test } from "bun:test";
import { createMockServer, type MockServerOptions } from "../../../../mock-server/mod.ts";

const PAGE = "http://localhost:5173";
const API = "http://localhost:8787/api/v1";

function mockWith(options: MockServerOptions) {
  const mock = createMockServer(options);
  const send = (url: string, method = "GET", headers: Record<string, string> = {}) =>
    mock.fetch(new Request(url, { method, headers: { origin: PAGE, ...headers } }));
  /** What a browser asks before it sends a request with a token. */
  const preflight = (url: string) =>
    send(url, "OPTIONS", {
      "access-control-request-method": "PATCH",
      "access-control-request-headers": "authorization,content-type",
    });
  return { mock, send, preflight };
}

const allowed = ({ headers }: Response) => headers.get("access-control-allow-origin");

describe("a page of another origin", () => {
  test("gets no permission by default", async () => {
    for (const options of [{}, { cors: false }, { cors: undefined }]) {
      const { send, preflight } = mockWith(options);
      expect(allowed(await send(`${API}/status`))).toBeNull();
      const response = await preflight(`${API}/status`);
      expect([response.ok, allowed(response)]).toEqual([false, null]);
    }
  });

  test("may send requests with a token, and read the headers that the client needs", async () => {
    const { send, preflight } = mockWith({ cors: true });
    const { status, headers } = await preflight(`${API}/collections/people/1`);
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("access-control-allow-headers")).toBe("authorization,content-type");
    const methods = headers.get("access-control-allow-methods")?.split(",") ?? [];
    for (const method of ["GET", "POST", "PATCH", "DELETE"]) expect(methods).toContain(method);
    const response = await send(`${API}/status`);
    expect([response.status, allowed(response)]).toEqual([401, "*"]);
    expect(response.headers.get("access-control-expose-headers")).toBe("date,retry-after");
    expect(response.headers.get("date")).not.toBeNull();
  });

  test("needs one of the origins, if the option lists some", async () => {
    const { send } = mockWith({ cors: { origins: ["https://app.example", PAGE] } });
    for (
      const [origin, expected] of [
        [PAGE, PAGE],
        ["https://app.example", "https://app.example"],
        ["https://app.example.evil.example", null],
        ["http://localhost:51730", null],
        ["null", null],
      ] as const
    ) {
      const response = await send(`${API}/status`, "GET", { origin });
      expect([origin, allowed(response)]).toEqual([origin, expected]);
      // A cache must not give one page's response to another.
      expect(response.headers.get("vary")).toContain("Origin");
    }
  });

  test("can read every failure", async () => {
    const { mock, send } = mockWith({ cors: true, limits: { requestsPerMinute: 5 } });
    mock.faults.add({ kind: "status", status: 503 });
    mock.faults.add({ kind: "html" });
    mock.faults.add({ kind: "malformedJson" });
    mock.faults.add({ kind: "rateLimit", retryAfter: 7 });
    const found: unknown[] = [];
    for (let i = 0; i < 10; i++) {
      const response = await send(`${API}/nothing`);
      await response.text();
      found.push([response.status, response.headers.get("retry-after"), allowed(response)]);
    }
    expect(found).toEqual([
      [503, null, "*"],
      [200, null, "*"],
      [401, null, "*"],
      [429, "7", "*"],
      ...Array.from({ length: 4 }, () => [401, null, "*"]),
      ...Array.from({ length: 2 }, () => [429, "60", "*"]),
    ]);
  });

  test("needs no token for a preflight, which triggers no fault and is not counted", async () => {
    const { mock, preflight } = mockWith({ cors: true, limits: { requestsPerMinute: 1 } });
    mock.faults.add({ kind: "status", status: 503 });
    for (let i = 0; i < 3; i++) expect((await preflight(`${API}/status`)).status).toBe(204);
    expect([mock.journal.count(), mock.faults.list().length]).toEqual([0, 1]);
  });

  test("gets no permission for other paths than the API's", async () => {
    const { send } = mockWith({ cors: true });
    for (const path of ["/", "/token", "/api", "/api/v10/status"]) {
      expect([path, allowed(await send(`http://localhost:8787${path}`))]).toEqual([path, null]);
    }
  });

  test("never gets permission for the control API or the page", async () => {
    const { mock, send, preflight } = mockWith({ cors: true, control: true });
    for (const path of ["/__mock/tenants", "/__mock/inspector/view", "/", "/openapi.json"]) {
      const url = `http://localhost:8787${path}`;
      for (const response of [await send(url), await preflight(url)]) {
        expect([path, response.status, allowed(response)]).toEqual([path, 403, null]);
      }
    }
    expect(mock.journal.count()).toBe(0);
  });
});

describe("a wrong option is refused by name", () => {
  const cases: [unknown, string][] = [
    ["*", 'cors: expected true, false or an object with origins, got "*".'],
    [null, "cors: expected an object, got null."],
    [{}, "cors.origins is missing."],
    [{ origin: [] }, "Unknown option cors.origin. Did you mean cors.origins?"],
    [{ origins: PAGE }, "cors.origins: expected an array"],
    ...[
      "localhost:5173",
      `${PAGE}/`,
      `${PAGE}/app`,
      "*",
      "null",
      "http://a:80",
      "HTTP://a",
      "http://",
      "ws://a",
      5,
    ].map(
      (origin): [unknown, string] => [
        { origins: [PAGE, origin] },
        `cors.origins[1]: expected an origin without a path, such as "${PAGE}", got ` +
        `${JSON.stringify(origin)}.`,
      ],
    ),
  ];
  for (const [cors, message] of cases) {
    test(JSON.stringify(cors), () => {
      expect(() => Reflect.apply(createMockServer, undefined, [{ cors }])).toThrow(message);
    });
  }
});
