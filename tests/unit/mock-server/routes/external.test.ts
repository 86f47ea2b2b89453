import { describe, expect, test } from "bun:test";
import { mockWithApp } from "../mock-with-app.ts";

const UNKNOWN = 'No record in this collection is linked to external ID "7" of service "crm".';

describe("an unknown external ID", () => {
  test("is 404 for each method, and the error names it and the service", async () => {
    const { send } = await mockWithApp();
    for (const method of ["GET", "PATCH", "DELETE"]) {
      const { status, body } = await send(method, "collections/people/ext/crm/7", {
        ...(method === "PATCH" ? { data: {} } : {}),
      });
      expect([method, status, body]).toEqual([method, 404, { error: UNKNOWN }]);
    }
  });

  test("is 404 for GET and DELETE even if PATCH creates", async () => {
    const { send, people } = await mockWithApp({
      behaviors: { "external.patch-unknown": "create" },
    });
    expect((await send("GET", "collections/people/ext/crm/7")).status).toBe(404);
    expect((await send("DELETE", "collections/people/ext/crm/7")).status).toBe(404);
    expect(people.records.count()).toBe(0);
  });

  test("may be in the given links of the record that PATCH creates", async () => {
    const { send } = await mockWithApp({ behaviors: { "external.patch-unknown": "create" } });
    const external = [{ key: "erp", id: "x" }, { key: "crm", id: "7", properties: { rank: 1 } }];
    const { status, body } = await send("PATCH", "collections/people/ext/crm/7", { external });
    expect([status, body.external]).toEqual([200, external]);
  });

  test("gets a record from PATCH if the tenant creates, with this and the given links", async () => {
    const { send, people } = await mockWithApp({
      behaviors: { "external.patch-unknown": "create" },
    });
    const { status, body } = await send("PATCH", "collections/people/ext/crm/7", {
      data: { name: "Ada" },
      external: [{ key: "erp", id: "x" }],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: { name: "Ada" },
      external: [{ key: "crm", id: "7" }, { key: "erp", id: "x" }],
    });
    // The second one finds it.
    const second = await send("PATCH", "collections/people/ext/crm/7", { data: { age: 36 } });
    expect(second.body).toMatchObject({ id: body.id, data: { name: "Ada", age: 36 } });
    // And a record without data.
    expect((await send("PATCH", "collections/people/ext/crm/8", {})).body)
      .toMatchObject({ data: {}, external: [{ key: "crm", id: "8" }] });
    expect(people.records.count()).toBe(2);
  });

  test("in another collection or another service stays unknown", async () => {
    const { mock, send, people } = await mockWithApp();
    const others = mock.tenant.collections.create({ slug: "others", name: "Others" });
    others.records.add({ data: {}, external: [{ key: "crm", id: "7" }] });
    people.records.add({ data: {}, external: [{ key: "erp", id: "7" }] });
    expect((await send("GET", "collections/people/ext/crm/7")).status).toBe(404);
  });
});

test("a record is read, changed and deleted by its external ID", async () => {
  const { send, people } = await mockWithApp();
  const { id } = people.records.add({
    data: { name: "Ada" },
    external: [{ key: "crm", id: "a b" }],
  });
  people.records.add({ data: {}, external: [{ key: "crm", id: "b" }] });
  const path = "collections/people/ext/crm/a%20b";
  expect((await send("GET", path)).body).toMatchObject({ id, data: { name: "Ada" } });
  expect((await send("PATCH", path, { data: { age: 36 } })).body)
    .toMatchObject({ id, data: { name: "Ada", age: 36 }, external: [{ key: "crm", id: "a b" }] });
  expect((await send("PATCH", path, { external: [{ key: "crm", id: "c" }] })).body)
    .toMatchObject({ external: [{ key: "crm", id: "c" }] });
  expect((await send("DELETE", path)).status).toBe(404);
  expect((await send("DELETE", "collections/people/ext/crm/c")).body).toEqual({});
  expect(people.records.count()).toBe(1);
});
