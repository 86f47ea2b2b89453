import { expect, test } from "bun:test";
import { createMockServer } from "../../../../mock-server/mod.ts";

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
