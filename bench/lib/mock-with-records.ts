import { createMockServer, type MockServer } from "../../mock-server/mod.ts";
import { createMemoryStore } from "../../mock-server/world/collections/memory-store/memory-store.ts";

/**
 * A mock whose collection `people` has a number of records, `record-0` and so on. They are written to the store, because
 * a million requests would take minutes.
 */
export function mockWithRecords(count: number): MockServer {
  const data = { name: "Ada", note: "A record of ordinary size", amount: 36.5, open: true };
  const mock = createMockServer({
    limits: { streamSize: Math.max(1, count) },
    createStore() {
      const store = createMemoryStore();
      for (let i = 0; i < count; i++) {
        store.add({ id: `record-${i}`, numericId: i + 1, data, external: [], updatedAt: 1_000 });
      }
      return store;
    },
  });
  mock.tenant.collections.create({ slug: "people", name: "People" });
  return mock;
}

/** The header with a token of a new app. */
export async function authorized(mock: MockServer): Promise<{ authorization: string }> {
  const { appId, appSecret } = await mock.tenant.apps.create({ name: "Bench", description: "…" });
  const response = await mock.fetch(`${mock.baseUrl}token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ appId, appSecret }),
  });
  return { authorization: `Bearer ${(await response.json()).token}` };
}
