import { expect, test } from "bun:test";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { mockWithApp } from "../mock-with-app.ts";

test("a batch that is too large is refused before its records are validated", async () => {
  const mock = createMockServer({ limits: { batchSize: 2 } });
  mock.tenant.collections.create({ slug: "people", name: "People" });
  const { appId, appSecret } = await mock.tenant.apps.create({ name: "Test", description: "Test" });
  const post = async (path: string, body: unknown, token?: string) => {
    const response = await mock.fetch(`${mock.baseUrl}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    return await response.json();
  };
  const { token } = await post("token", { appId, appSecret });
  for (const path of ["collections/people/bulk", "collections/people/ingest"]) {
    const { error } = await post(path, { records: [1, 2, 3] }, token);
    expect(error).toBe("records must have at most 2 items, got 3. Send several requests.");
  }
});

test("a batch as large as the limit passes, and what is not a batch is left to the validation", async () => {
  const { people, send } = await mockWithApp({ limits: { batchSize: 2 } });
  const send400 = async (method: string, body: unknown) => {
    const { status, body: { error } } = await send(method, "collections/people/bulk", body);
    return [status, error];
  };
  expect(
    (await send("POST", "collections/people/bulk", { records: [{ data: {} }, { data: {} }] }))
      .status,
  ).toBe(200);
  expect(people.records.count()).toBe(2);
  expect(await send400("DELETE", { recordIds: ["a", "b", "c"] }))
    .toEqual([400, "recordIds must have at most 2 items, got 3. Send several requests."]);
  expect(await send400("POST", { recordIds: ["a", "b", "c"] }))
    .toEqual([400, "Invalid request: records is missing."]);
  expect(await send400("POST", null))
    .toEqual([400, "Invalid request: body: expected an object, got null."]);
  expect(await send400("POST", 5))
    .toEqual([400, "Invalid request: body: expected an object, got 5."]);
  expect(await send400("POST", { records: { length: 3 } }))
    .toEqual([400, 'Invalid request: records: expected an array, got {"length":3}.']);
  expect(await send400("POST", "{")).toEqual([400, "The request body is not valid JSON."]);
});
