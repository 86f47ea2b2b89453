import { describe, expect, test } from "bun:test";
import { createClient } from "../../mod.ts";
import { createMockServer } from "../../mock-server/mod.ts";
import { d1Query } from "../../examples/sqlite-sync/d1.ts";
import { openCopy, type Query } from "../../examples/sqlite-sync/database.ts";
import { openSqlite } from "../../examples/sqlite-sync/sqlite.ts";
import { compareAll, syncChanges } from "../../examples/sqlite-sync/sync.ts";

const RECORD = { method: "GET", path: "/collections/people/*" };

describe("sqlite-sync", () => {
  test("saves changes with an overlap, and leaves deletions to the full compare", async () => {
    const { mock, records, run, compare, names } = await setUp(2);
    expect(await run()).toEqual({ saved: 2, removed: 0, left: 0 });
    await mock.clock.advance("5m");
    expect(await run()).toEqual({ saved: 0, removed: 0, left: 0 });

    const [first, second] = await ids(records);
    await mock.clock.advance("30s");
    await records.update(first, { data: { name: "Ada" } });
    await records.delete(second);
    await mock.clock.advance("30s");
    expect(await run()).toEqual({ saved: 1, removed: 0, left: 0 });
    expect(await names()).toEqual(["Ada", "Person 1"]);
    // Updated half a minute before the last run: within the overlap, so it is fetched again.
    await mock.clock.advance("10s");
    expect(await run()).toEqual({ saved: 1, removed: 0, left: 0 });

    expect(await compare()).toEqual({ saved: 1, removed: 1, left: 0 });
    expect(await names()).toEqual(["Ada"]);
  });

  test("asks for each missing record, and keeps one that the stream has left out", async () => {
    const { mock, records, copy, compare, names } = await setUp(3);
    await compare();
    const [first, second] = await ids(records);
    await records.delete(first);
    const full = records.stream;
    const leftOut = {
      get: records.get,
      async *stream() {
        for await (const record of full()) if (record.id !== second) yield record;
      },
    };
    mock.journal.clear();
    const result = await compareAll(leftOut, copy, mock.clock.now());
    expect(result).toEqual({ saved: 2, removed: 1, left: 0 });
    expect(await names()).toEqual(["Person 1", "Person 2"]);
    expect(mock.journal.count({ ...RECORD, status: 404 })).toBe(1);
  });

  test("checks at most 200 missing records in a run", async () => {
    const { mock, records, run, compare, names } = await setUp(203);
    await run();
    for (const id of await ids(records)) await records.delete(id);
    mock.journal.clear();
    expect(await compare()).toEqual({ saved: 0, removed: 200, left: 3 });
    expect(await compare()).toEqual({ saved: 0, removed: 3, left: 0 });
    expect(await names()).toEqual([]);
  });

  test("removes nothing if the stream or a check fails, and repeats a failed run", async () => {
    const { mock, records, copy, run, compare, names } = await setUp(2);
    mock.faults.add({ kind: "status", status: 400, match: { path: "/collections/people" } });
    await expect(run()).rejects.toThrow();
    expect(await copy.watermark()).toBeUndefined();
    expect(await run()).toMatchObject({ saved: 2 });

    mock.tenant.setApiEnabled(false);
    await expect(compare()).rejects.toThrow();
    mock.tenant.setApiEnabled(true);
    const [first] = await ids(records);
    await records.delete(first);
    mock.faults.add({ kind: "status", status: 400, match: RECORD, times: 9 });
    await expect(compare()).rejects.toThrow();
    expect(await names()).toEqual(["Person 0", "Person 1"]);
  });

  test("keeps collections apart, and saves more text than one statement can take", async () => {
    const { copy, query, names } = await setUp(0);
    const other = await openCopy(query, "companies");
    const long = "x".repeat(400_000);
    const three = ["a", "b", "c"].map((id) => ({ id, data: { name: id, long } }));
    let statements = 0;
    const counted = await openCopy((sql, ...values) => {
      if (values.some((value) => String(value).length > 1_000_000)) throw new Error("too long");
      statements += 1;
      return query(sql, ...values);
    }, "people");
    statements = 0;
    await counted.save(three);
    expect(statements).toBe(3);
    await other.save([{ id: "a", data: { name: "other" } }]);
    await other.setWatermark(1);
    await other.remove("a");
    expect(await names()).toEqual(["a", "b", "c"]);
    expect(await copy.watermark()).toBeUndefined();
  });

  test("works with D1's interface", async () => {
    const { query, close } = openSqlite(":memory:");
    const prepare = (sql: string) => ({
      bind: (...values: (string | number)[]) => ({
        all: async () => ({ results: await query(sql, ...values) }),
      }),
    });
    const copy = await openCopy(d1Query({ prepare }), "people");
    await copy.save([{ id: "a", data: {} }]);
    await copy.setWatermark(5);
    expect(await copy.ids()).toEqual(["a"]);
    expect(await copy.watermark()).toBe(5);
    close();
  });
});

async function setUp(count: number) {
  const mock = createMockServer();
  const people = mock.tenant.collections.create({ slug: "people", name: "People" });
  for (let i = 0; i < count; i++) people.records.add({ data: { name: `Person ${i}` } });
  await mock.clock.advance("5m");
  const app = await mock.tenant.apps.create({ name: "Sync", description: "Reads people" });
  const records = createClient(app.clientOptions()).collection("people");
  const { query }: { query: Query } = openSqlite(":memory:");
  const copy = await openCopy(query, "people");
  const names = async () => {
    const rows = await query(
      "SELECT record ->> '$.data.name' AS name FROM records WHERE collection = 'people' ORDER BY name",
    );
    return rows.map((row) => Object(row).name);
  };
  const run = () => syncChanges(records, copy, mock.clock.now());
  const compare = () => compareAll(records, copy, mock.clock.now());
  return { mock, records, copy, query, names, run, compare };
}

async function ids(
  records: { list(): AsyncIterable<{ id: string }> },
): Promise<[string, string, ...string[]]> {
  const [first = "", second = "", ...rest] = await Array.fromAsync(
    records.list(),
    ({ id }) => id,
  );
  return [first, second, ...rest];
}
