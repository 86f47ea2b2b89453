import { describe, expect, test } from "bun:test";
import type { Fault } from "../../../../mock-server/mod.ts";
import { markServed } from "../../../../mock-server/support/connection.ts";
import { turn } from "../../../../mock-server/world/clock/turn.ts";
import { mockWithApp } from "../mock-with-app.ts";

/** The response to a request that one fault hits. */
async function hitBy(fault: Fault, options: Parameters<typeof mockWithApp>[0] = {}) {
  const { mock, send } = await mockWithApp(options);
  mock.faults.add(fault);
  const { status, headers, text } = await send("GET", "status");
  return { status, type: headers.get("content-type"), headers, text };
}

describe("a status fault", () => {
  const cases: [what: string, fault: object, type: string | null, text: string][] = [
    ["without a body", {}, null, ""],
    ["with an empty body", { body: "" }, null, ""],
    [
      "with a text and its type",
      { body: "a,b", headers: { "Content-Type": "text/csv" } },
      "text/csv",
      "a,b",
    ],
    ["with an object", { body: { a: [1] } }, "application/json", '{"a":[1]}'],
    ["with null", { body: null }, "application/json", "null"],
    [
      "with an object and its type",
      { body: { a: 1 }, headers: { "Content-Type": "application/problem+json" } },
      "application/problem+json",
      '{"a":1}',
    ],
  ];
  for (const [what, fault, type, text] of cases) {
    test(what, async () => {
      const found = await hitBy(Object.assign({ kind: "status" as const, status: 503 }, fault));
      expect(found.status).toBe(503);
      expect([found.type, found.text]).toEqual([type, text]);
    });
  }

  test("sends its headers", async () => {
    const headers = { "X-From": "proxy" };
    const found = await hitBy({ kind: "status", status: 502, headers });
    expect(found.headers.get("x-from")).toBe("proxy");
  });
});

describe("an html fault", () => {
  test("is a sign-in page with status 200", async () => {
    const { status, type, text } = await hitBy({ kind: "html" });
    expect([status, type]).toEqual([200, "text/html; charset=utf-8"]);
    expect(text).toStartWith("<!doctype html>");
    expect(text).toContain("Sign in");
  });

  test("can be another page with another status", async () => {
    const { status, type, text } = await hitBy({ kind: "html", status: 502, page: "<b>Bad</b>" });
    expect([status, type, text]).toEqual([502, "text/html; charset=utf-8", "<b>Bad</b>"]);
  });
});

describe("a rateLimit fault", () => {
  const cases: [fault: object, limit: number | "off", retryAfter: string | null, error: string][] =
    [
      [{}, "off", null, "Rate limit of 100 requests a minute exceeded. Retry in 60 s."],
      [{ retryAfter: 7 }, 9, "7", "Rate limit of 9 requests a minute exceeded. Retry in 7 s."],
      [
        { retryAfter: 0 },
        "off",
        "0",
        "Rate limit of 100 requests a minute exceeded. Retry in 0 s.",
      ],
      [{ message: "Slow {limit} down." }, "off", null, "Slow {limit} down."],
    ];
  for (const [fault, requestsPerMinute, retryAfter, error] of cases) {
    test(JSON.stringify(fault), async () => {
      const limits = { requestsPerMinute };
      const given = Object.assign({ kind: "rateLimit" as const }, fault);
      const { status, type, headers, text } = await hitBy(given, { limits });
      expect([status, type, text]).toEqual([429, "application/json", JSON.stringify({ error })]);
      expect(headers.get("retry-after")).toBe(retryAfter);
    });
  }

  test("has the tenant's words", async () => {
    const behaviors = { "message.rateLimited": "At most {limit}; wait {seconds} s." };
    const { text } = await hitBy({ kind: "rateLimit", retryAfter: 3 }, { behaviors });
    expect(text).toBe('{"error":"At most 100; wait 3 s."}');
  });
});

describe("a fault with a failure of a token", () => {
  test("has the tenant's words and the usual status", async () => {
    const behaviors = { "message.appRevoked": "Gone." };
    const { status, type, text } = await hitBy({ kind: "appRevoked" }, { behaviors });
    expect([status, type, text]).toEqual([401, "application/json", '{"error":"Gone."}']);
  });

  test("can have another message and another status", async () => {
    const { status, text } = await hitBy({ kind: "tokenExpired", status: 403, message: "No." });
    expect([status, text]).toEqual([403, '{"error":"No."}']);
  });
});

describe("a fault of the body", () => {
  const json = async (kind: "malformedJson" | "cutBody" | "stalledBody", after?: number) => {
    const { mock, authorization } = await mockWithApp();
    const headers = { authorization };
    const usual = await mock.fetch(`${mock.baseUrl}status`, { headers });
    const whole = await usual.text();
    mock.faults.add(after === undefined ? { kind } : Object.assign({ kind, after }));
    const response = await mock.fetch(`${mock.baseUrl}status`, { headers });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(usual.headers.get("content-type"));
    // The announced length would be wrong.
    expect(response.headers.get("content-length")).toBeNull();
    return { whole, response };
  };

  test("malformedJson leaves out the last byte", async () => {
    const { whole, response } = await json("malformedJson");
    expect(await response.text()).toBe(whole.slice(0, -1));
  });

  for (const kind of ["cutBody", "stalledBody"] as const) {
    for (const after of [undefined, 0, 1, 6]) {
      test(`${kind} sends ${after === undefined ? "one byte by default" : `${after} bytes`}`, async () => {
        const { whole, response } = await json(kind, after);
        const reader = response.body?.getReader();
        let text = "";
        if (after !== 0) text = new TextDecoder().decode((await reader?.read())?.value);
        expect(text).toBe(whole.slice(0, after ?? 1));
        if (kind === "cutBody") {
          await expect(reader?.read()).rejects.toThrow("connection was closed");
        } else {
          const more = reader?.read();
          await turn();
          expect(Bun.peek.status(more)).toBe("pending");
          await reader?.cancel();
        }
      });
    }
  }

  test("also affects the response of an error, and keeps its status", async () => {
    const { mock, send } = await mockWithApp();
    mock.faults.add({ kind: "malformedJson" });
    const { status, text } = await send("GET", "collections/nobody");
    expect(status).toBe(404);
    expect(text).toMatch(/^\{"error":.*"$/);
  });
});

test("a delay past the latest time of a clock is an error that says so", async () => {
  const { mock, send } = await mockWithApp();
  await mock.clock.set(8.64e15);
  mock.faults.add({ kind: "delay", duration: 1 });
  const { status, body } = await send("GET", "status", undefined, { authorization: "" });
  expect([status, body.error]).toEqual([500, expect.stringContaining("sleep: expected")]);
});

test("a request that is aborted during a delay is not a bug of the mock", async () => {
  const { mock, authorization } = await mockWithApp({});
  mock.clock.resume();
  mock.faults.add({ kind: "delay", duration: "1h" });
  const controller = new AbortController();
  const call = mock.fetch(`${mock.baseUrl}status`, {
    headers: { authorization },
    signal: controller.signal,
  });
  while (mock.journal.count({ path: "/status" }) === 0) await turn();
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
  await turn();
  // It got no response, not even a 500.
  expect(mock.journal.entries({ path: "/status" })).toMatchObject([{ fault: "delay" }]);
  expect(mock.journal.entries({ path: "/status" })[0]).not.toHaveProperty("status");
});

test("a cut body closes the connection of the request that came, whatever a validator reads", async () => {
  for (const option of ["refuse", "ignore"] as const) {
    const { mock, appId, appSecret } = await mockWithApp({
      behaviors: { "request.content-type": option },
    });
    const request = new Request(`${mock.baseUrl}token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ appId, appSecret }),
    });
    let closed = 0;
    markServed(request, (body) => {
      closed += 1;
      body.error("closed");
    });
    mock.faults.add({ kind: "cutBody" });
    await expect((await mock.fetch(request)).text()).rejects.toBe("closed");
    expect([option, closed]).toEqual([option, 1]);
  }
});
