import { describe, expect, test } from "bun:test";
import { mockWithApp } from "../mock-with-app.ts";

describe("GET /collections", () => {
  const cases = [
    ["an array", {}, (items: object[]) => items],
    ["an object", { "collections.shape": "collections" }, (collections: object[]) => ({
      collections,
    })],
    ["a page", { "collections.shape": "records" }, (records: object[]) => ({
      records,
      totalRecords: 2,
      pageIndex: 0,
      pageSize: 2,
    })],
  ] as const;
  for (const [what, behaviors, shape] of cases) {
    test(`is ${what}`, async () => {
      const { mock, people, send } = await mockWithApp({ behaviors });
      const orders = mock.tenant.collections.create({ slug: "orders", name: "Orders" });
      const items = [people, orders].map(({ id, slug, name }) => ({ id, slug, name }));
      const { status, body } = await send("GET", "collections");
      expect(status).toBe(200);
      expect(body).toEqual(shape(items));
    });
  }

  test("has no slugs if the tenant shows none", async () => {
    const { people, send } = await mockWithApp({ behaviors: { "collections.slug": "absent" } });
    expect((await send("GET", "collections")).body).toEqual([{ id: people.id, name: "People" }]);
  });

  test("is a page of at least one even if there is none", async () => {
    const { mock, requestToken } = await mockWithApp({
      behaviors: { "collections.shape": "records" },
    });
    const empty = mock.createTenant();
    const { appId, appSecret } = await empty.apps.create({ name: "Test", description: "Test" });
    const { body: { token } } = await requestToken({ appId, appSecret });
    const headers = { authorization: `Bearer ${token}` };
    const response = await mock.fetch(`${mock.baseUrl}collections`, { headers });
    expect(await response.json())
      .toEqual({ records: [], totalRecords: 0, pageIndex: 0, pageSize: 1 });
  });
});

test("an unknown collection is 404, and the error names it", async () => {
  const { send } = await mockWithApp();
  for (const path of ["", "/all", "/some-record", "/ext/crm/1"]) {
    expect(await send("GET", `collections/nobody${path}`)).toMatchObject({
      status: 404,
      body: { error: 'Collection "nobody" does not exist. Known collections: people.' },
    });
  }
});
