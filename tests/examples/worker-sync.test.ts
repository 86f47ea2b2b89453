import { describe, expect, test } from "bun:test";
import { createClient } from "../../mod.ts";
import { createMockServer } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import worker from "../../examples/worker-sync/worker.ts";
import { sync } from "../../examples/worker-sync/sync.ts";
import { memoryKv } from "./memory-kv.ts";

describe("worker-sync", () => {
  test("fetches new records with an overlap, and does not notice deletions", async () => {
    const { mock, people, kv, run } = await setUp(2);
    await mock.clock.advance("5m");
    expect(await run()).toEqual({ written: 2, finished: true });

    await mock.clock.advance("5m");
    expect(await run()).toEqual({ written: 0, finished: true });

    const [first, second] = people.records.list();
    if (first === undefined || second === undefined) throw new Error("expected two records");
    await mock.clock.advance("30s");
    const { client } = await newClient(mock);
    await client.collection("people").update(first.id, { data: { name: "Ada King" } });
    await client.collection("people").delete(second.id);
    await mock.clock.advance("30s");
    expect(await run()).toEqual({ written: 1, finished: true });
    expect(kv.entries.get(`record:${first.id}`)).toContain("Ada King");
    expect(kv.entries.has(`record:${second.id}`)).toBe(true);

    // Updated half a minute before the last sync: within the overlap, so it is fetched again.
    await mock.clock.advance("10s");
    expect(await run()).toEqual({ written: 1, finished: true });
  });

  test("continues after three pages in the next run, within KV's 1,000 operations", async () => {
    const { people, kv, run, mock } = await setUp(1000);
    expect(await run()).toEqual({ written: 900, finished: false });
    expect(kv.operations).toBeLessThan(1000);
    const startedAt = mock.clock.now();
    await mock.clock.advance("5m");
    expect(await run()).toEqual({ written: 100, finished: true });
    expect(JSON.parse(kv.entries.get("sync") ?? "")).toEqual({ watermark: startedAt });
    for (const { id } of people.records.list()) expect(kv.entries.has(`record:${id}`)).toBe(true);
  });

  test("repeats a failed run", async () => {
    const { mock, kv, run } = await setUp(2);
    mock.faults.add({ kind: "status", status: 400, match: { path: "/collections/people" } });
    await expect(run()).rejects.toThrow();
    expect(kv.entries.has("sync")).toBe(false);
    expect(await run()).toEqual({ written: 2, finished: true });
  });

  test("writes on cron and shows the records on fetch", async () => {
    const { mock, people, kv } = await setUp(1);
    const { app } = await newClient(mock);
    const server = await serve(mock, { port: 0 });
    try {
      const env = {
        KINABASE_APP_ID: app.appId,
        KINABASE_APP_SECRET: app.appSecret,
        KINABASE_COLLECTION: "people",
        KINABASE_BASE_URL: server.baseUrl,
        RECORDS: kv,
      };
      await worker.scheduled({}, env);
      const [record] = people.records.list();
      const shown = await worker.fetch(new Request(`https://w.invalid/${record?.id}`), env);
      expect(await shown.json()).toEqual(record);
      expect((await worker.fetch(new Request("https://w.invalid/none"), env)).status).toBe(404);
    } finally {
      await server.close();
    }
  });
});

async function setUp(count: number) {
  const mock = createMockServer();
  const people = mock.tenant.collections.create({ slug: "people", name: "People" });
  for (let i = 0; i < count; i++) people.records.add({ data: { name: `Person ${i}` } });
  const { client } = await newClient(mock);
  const kv = memoryKv();
  const run = () => {
    kv.operations = 0;
    return sync(client.collection("people"), kv, mock.clock.now());
  };
  return { mock, people, kv, run };
}

async function newClient(mock: ReturnType<typeof createMockServer>) {
  const app = await mock.tenant.apps.create({ name: "Sync", description: "Reads people" });
  return { app, client: createClient(app.clientOptions()) };
}
