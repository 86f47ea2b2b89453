import { expect, test } from "bun:test";
import { HTTPException } from "hono/http-exception";
import { createMemoryStore } from "../../../../mock-server/world/collections/memory-store/memory-store.ts";
import { mockWithApp } from "../mock-with-app.ts";

test("a bug of the mock is 500, and its message says that it is one", async () => {
  const { mock, people, send } = await mockWithApp({
    createStore: () => ({
      ...createMemoryStore(),
      add() {
        throw new RangeError("the store is broken");
      },
    }),
  });
  for (
    const [path, body] of [
      ["collections/people", { data: {} }],
      ["collections/people/bulk", { records: [{ data: {} }] }],
    ] as const
  ) {
    const { status, headers, body: shown } = await send("POST", path, body);
    expect(status).toBe(500);
    expect(headers.get("content-type")).toBe("application/json");
    expect(shown).toEqual({ error: "Internal error in the mock: the store is broken" });
    mock.journal.expect({ path: `/${path}`, status: 500 });
  }
  expect(people.records.count()).toBe(0);
});

test("an error that looks like a refused request is a bug of the mock, too", async () => {
  const errors = [
    new HTTPException(403, { message: "no entry" }),
    new HTTPException(400, { message: "no entry" }),
    Object.assign(new Error("no entry"), { status: 400 }),
  ];
  const { send } = await mockWithApp({
    createStore: () => ({
      ...createMemoryStore(),
      get() {
        throw errors.shift();
      },
    }),
  });
  for (let left = errors.length; left > 0; left--) {
    const { status, body } = await send("GET", "collections/people/ada");
    expect([status, body]).toEqual([500, { error: "Internal error in the mock: no entry" }]);
  }
});

test("an error is application/problem+json if the tenant sends problems", async () => {
  const { send } = await mockWithApp({ behaviors: { "errors.media-type": "problem" } });
  const { status, headers, body } = await send("GET", "collections/nobody");
  expect([status, headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  const error = 'Collection "nobody" does not exist. Known collections: people.';
  expect(body).toEqual({ type: "about:blank", title: error, status: 404, error });
});

test("a failure can have a status of its own", async () => {
  const { send } = await mockWithApp({ behaviors: { "external.duplicate": "409" } });
  const record = { data: {}, external: [{ key: "crm", id: "1" }] };
  expect((await send("POST", "collections/people", record)).status).toBe(200);
  expect((await send("POST", "collections/people", record)).status).toBe(409);
});
