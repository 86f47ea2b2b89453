import { expect, test } from "bun:test";
import { mockWithApp } from "../mock-with-app.ts";

test("an unknown record is 404, and the error names it", async () => {
  const { send } = await mockWithApp();
  for (
    const [method, body] of [["GET", undefined], ["PATCH", {}], ["DELETE", undefined]] as const
  ) {
    const { status, body: { error } } = await send(method, "collections/people/nobody", body);
    expect([status, error]).toEqual([404, 'Record "nobody" does not exist in this collection.']);
  }
});

test("a record is added with its links, read, changed and deleted", async () => {
  const { people, send } = await mockWithApp();
  const external = [{ key: "crm", id: "1" }];
  const { body: { id } } = await send("POST", "collections/people", { data: { a: 1 }, external });
  const path = `collections/people/${id}`;
  expect((await send("GET", path)).body)
    .toEqual({ id, numericId: 1, data: { a: 1 }, external });
  expect((await send("PATCH", path, { data: { b: 2 }, external: [] })).body)
    .toEqual({ id, numericId: 1, data: { a: 1, b: 2 }, external: null });
  expect((await send("DELETE", path)).body).toEqual({});
  expect(people.records.count()).toBe(0);
});
