import { describe, expect, test } from "bun:test";
import { createManualClock } from "../../../../mock-server/mod.ts";
import { createMemoryStore } from "../../../../mock-server/world/collections/memory-store/memory-store.ts";
import { mockWithApp } from "../mock-with-app.ts";

const START = Date.parse("2026-01-31T12:00:00Z");

async function started(options: Parameters<typeof mockWithApp>[0] = {}) {
  const of = await mockWithApp({ clock: createManualClock({ start: START }), ...options });
  of.mock.journal.clear();
  return of;
}

const HEADERS = { authorization: "[redacted]", "content-type": "application/json" };

test("an entry has the request, its response, and how long it took on the tenant's clock", async () => {
  const { mock, appId, send } = await started();
  mock.faults.add({ kind: "delay", duration: 1_500 });
  const { body } = await send("POST", "collections/people?a=1&b=%20", { data: { name: "Ada" } });
  expect(mock.journal.entries()).toEqual([{
    id: 2,
    at: START,
    appId,
    method: "POST",
    path: "/collections/people",
    query: "a=1&b=%20",
    status: 200,
    duration: 1_500,
    fault: "delay",
    requestHeaders: HEADERS,
    requestBody: { data: { name: "Ada" } },
    responseHeaders: { "content-type": "application/json", date: "Sat, 31 Jan 2026 12:00:01 GMT" },
    responseBody: body,
  }]);
});

test("an entry without a fault, a query and bodies has none of them", async () => {
  const { mock, appId, send } = await started({ behaviors: { "status.body": "empty" } });
  await send("GET", "status");
  expect(mock.journal.entries()).toStrictEqual([{
    id: 2,
    at: START,
    appId,
    method: "GET",
    path: "/status",
    query: "",
    status: 200,
    duration: 0,
    requestHeaders: HEADERS,
    responseHeaders: { date: "Sat, 31 Jan 2026 12:00:00 GMT" },
  }]);
});

test("a response without a body stays one", async () => {
  const { people, send } = await started({ behaviors: { "delete.answer": "204" } });
  people.records.add({ id: "ada", data: {} });
  const { status, headers, text } = await send("DELETE", "collections/people/ada");
  expect([status, headers.get("content-type"), text]).toEqual([204, null, ""]);
});

test("a response that is not streamed is stored even if nobody reads it", async () => {
  const { mock, authorization } = await started();
  await mock.fetch(`${mock.baseUrl}status`, { headers: { authorization } });
  expect(mock.journal.entries()).toMatchObject([{ responseBody: { authenticated: true } }]);
});

test("a request that got no response has no status", async () => {
  const { mock, appId, send } = await started();
  mock.faults.add({ kind: "drop" });
  await expect(send("GET", "status")).rejects.toThrow("closed this connection");
  expect(mock.journal.entries()).toEqual([{
    id: 2,
    at: START,
    appId,
    method: "GET",
    path: "/status",
    query: "",
    duration: 0,
    fault: "drop",
    reason: "drop",
    requestHeaders: HEADERS,
  }]);
});

test("the duration is 0 if the clock was set back meanwhile", async () => {
  const clock = createManualClock({ start: START });
  const { mock, send } = await started({
    clock,
    createStore() {
      const store = createMemoryStore();
      return {
        ...store,
        add(record) {
          void clock.set(START - 1_000);
          store.add(record);
        },
      };
    },
  });
  expect((await send("POST", "collections/people", { data: {} })).status).toBe(200);
  expect(mock.journal.entries()).toMatchObject([{ at: START, duration: 0 }]);
});

describe("bodies are not stored if the journal stores none", () => {
  for (const path of ["status", "collections/people/all"]) {
    test(path, async () => {
      const { mock, send } = await started({ journal: { bodyBytes: 0 } });
      const { status, text } = await send("GET", path, undefined);
      expect([status, text.length > 1]).toEqual([200, true]);
      const [entry] = mock.journal.entries();
      expect(entry).not.toHaveProperty("responseBody");
      expect(entry).not.toHaveProperty("requestBody");
    });
  }
});

test("a stored response passes its status and headers on, and a streamed one in chunks", async () => {
  const { mock, people, send, authorization } = await started();
  const { status, headers, body } = await send("DELETE", "status");
  expect([status, headers.get("allow"), headers.get("content-type")])
    .toEqual([405, "GET", "application/json"]);
  expect(mock.journal.entries()).toMatchObject([{ status: 405, responseBody: body }]);

  for (let i = 0; i < 250; i++) people.records.add({ data: { i } });
  const response = await mock.fetch(`${mock.baseUrl}collections/people/all`, {
    headers: { authorization },
  });
  expect(response.headers.get("content-type")).toBe("application/json");
  const [, open] = mock.journal.entries();
  expect(open).toMatchObject({ path: "/collections/people/all", status: 200 });
  expect(open).not.toHaveProperty("responseBody");
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  const [, closed] = mock.journal.entries();
  // What was read before the end.
  expect(closed?.responseBody).toBeString();
  expect(String(closed?.responseBody)).toStartWith('[{"id":"');
});

test("the stored beginning of a streamed body has room for characters of several bytes", async () => {
  const { mock, people, send } = await started({ journal: { bodyBytes: 300 } });
  people.records.add({ data: { name: "é".repeat(300) } });
  await send("GET", "collections/people/all");
  const [entry] = mock.journal.entries();
  const stored = String(entry?.responseBody);
  expect(stored).toHaveLength(301);
  expect(stored).toMatch(/^\[\{.*é{100,}…$/);
});
