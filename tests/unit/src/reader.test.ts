import { expect, test } from "bun:test";
import { createMockServer } from "../../../mock-server/mod.ts";
import { createClient, createReader } from "../../../mod.ts";

test("a reader reads records, pages and lists, and cannot write", async () => {
  const mock = createMockServer();
  const { appId, appSecret } = await mock.tenant.apps.create({
    name: "Reader",
    description: "Reads people",
  });
  const { baseUrl, fetch } = mock;
  const created = mock.tenant.collections.create({ slug: "people", name: "People" });
  const { id } = await createClient({ appId, appSecret, baseUrl, fetch }).collection("people")
    .create({ data: { name: "Ada" } });
  const reader = createReader({ appId, appSecret, baseUrl, fetch });
  const people = reader.collection<{ name: string }>("people");
  expect(Object.keys(people).sort()).toEqual(["get", "list", "page"]);

  expect((await people.get(id)).data.name).toBe("Ada");
  expect((await people.page()).records.map((record) => record.id)).toEqual([id]);
  expect((await Array.fromAsync(people.list())).map((record) => record.id)).toEqual([id]);
  expect((await reader.collections()).map((found) => found.id)).toContain(created.id);
  expect(reader.baseUrl).toBe(baseUrl);
});

test("a reader refuses the same options as a client", () => {
  const reader = createReader({ token: "a-token" });
  const options = { shema: undefined, scheme: {} };
  expect(() => Reflect.apply(reader.collection, undefined, ["people", options])).toThrow(
    'Unknown option "scheme". Did you mean "schema"?',
  );
  expect(() => Reflect.apply(createReader, undefined, [{}])).toThrow("appId is missing");
});
