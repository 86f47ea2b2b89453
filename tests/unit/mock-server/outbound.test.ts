import { afterAll, describe, expect, test } from "bun:test";
import { createServer, request } from "node:http";
import { text } from "node:stream/consumers";
import { createMockServer } from "../../../mock-server/mod.ts";
import { mockOutbound, type MockOutboundOptions } from "../../../mock-server/serve.ts";

const closing: (() => void)[] = [];
afterAll(() => closing.forEach((close) => close()));

/** Sends requests for any host, as workerd sends them to Miniflare's own server. */
async function reachable(options: MockOutboundOptions = {}) {
  const mock = createMockServer({ control: true });
  const { node } = mockOutbound(mock, options);
  const server = createServer((incoming, outgoing) => void node(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const send = (host: string, path: string) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const sent = request({ port, path, host: "127.0.0.1", headers: { host }, agent: false });
      sent.on("response", (response) => {
        text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
      });
      sent.on("error", reject);
      sent.end();
    });
  return { mock, send };
}

describe("mockOutbound", () => {
  test("passes requests for Kinabase and for local hosts to the mock", async () => {
    const { mock, send } = await reachable();
    expect(await send("app.kinabase.com", "/api/v1/version")).toMatchObject({ status: 200 });
    expect(mock.journal.count({ path: "/version" })).toBe(1);
    expect(await send("localhost", "/__mock/tenants")).toMatchObject({ status: 200 });
  });

  test("refuses requests for other hosts, with an error that names the URL", async () => {
    const { mock, send } = await reachable();
    const { status, body } = await send("api.example.com", "/charges?id=1");
    expect(status).toBe(502);
    expect(JSON.parse(body).error).toBe(
      "The outbound mock does not handle GET http://api.example.com/charges?id=1. It handles requests for " +
        "app.kinabase.com and local hosts. For other hosts, pass a function: mockOutbound(mock, { otherwise }).",
    );
    expect(mock.journal.count()).toBe(0);
  });

  test("passes requests for other hosts to a given function", async () => {
    const { send } = await reachable({
      otherwise: ({ url }) => Promise.resolve(new Response(`other: ${url}`)),
    });
    expect(await send("api.example.com", "/charges")).toEqual({
      status: 200,
      body: "other: http://api.example.com/charges",
    });
    expect(await send("app.kinabase.com", "/api/v1/version")).toMatchObject({ status: 200 });
  });

  test("closes the connection for a drop fault", async () => {
    const { mock, send } = await reachable();
    mock.faults.add({ kind: "drop" });
    await expect(send("app.kinabase.com", "/api/v1/version")).rejects.toThrow();
    expect(await send("app.kinabase.com", "/api/v1/version")).toMatchObject({ status: 200 });
  });

  test("leaves the globals of the process alone", async () => {
    const { Request, Response } = globalThis;
    const { send } = await reachable();
    await send("app.kinabase.com", "/api/v1/version");
    expect(globalThis.Request).toBe(Request);
    expect(globalThis.Response).toBe(Response);
  });

  test("rejects wrong arguments", async () => {
    const mock = createMockServer();
    expect(() => mockOutbound(JSON.parse("{}"))).toThrow("mock: expected a mock server");
    expect(() => mockOutbound(mock, JSON.parse('{"otherwise":1}'))).toThrow(
      "otherwise: expected a function, got 1",
    );
    expect(() => mockOutbound(mock, JSON.parse('{"others":1}'))).toThrow("others");
    await expect(mockOutbound(mock).node({}, {})).rejects.toThrow("of a node:http server");
  });
});
