import { expect, test } from "bun:test";
import { createClient, NotFoundError } from "../../mod.ts";
import { createMockServer } from "../../mock-server/mod.ts";
import {
  importPart,
  type Journal,
  type RowState,
} from "../../examples/worker-import/import-part.ts";
import { readLines } from "../../examples/worker-import/read-lines.ts";
import { type Row, rowOf } from "../../examples/worker-import/row.ts";

/** A mock with a collection, and a part of a file. */
async function createImport(count: number) {
  const mock = createMockServer({
    seed: { collections: [{ slug: "people", name: "People", fields: { fullName: "text" } }] },
  });
  const app = await mock.tenant.apps.create({ name: "Import", description: "From R2" });
  const client = createClient({ ...app.clientOptions(), retry: false });
  const rows: Row[] = Array.from({ length: count }, (_, i) => ({
    key: `row-${i}`,
    data: { fullName: `Person ${i}` },
  }));
  let stored: string | undefined;
  const journal: Journal = {
    read: async () => {
      const states: RowState[] | undefined = stored && JSON.parse(stored);
      return states;
    },
    write: async (states) => void (stored = JSON.stringify(states)),
  };
  const records = () => mock.tenant.collections.list()[0]?.records.list() ?? [];
  return {
    mock,
    rows,
    journal,
    client,
    collection: client.collection("people"),
    keys: () => records().map(({ external }) => external?.[0]?.id),
  };
}

test("worker-import > a part is written in batches of 300", async () => {
  const { mock, rows, journal, collection, keys } = await createImport(700);
  expect(await importPart(collection, rows, journal)).toEqual({ done: 700, refused: [] });
  expect(keys()).toEqual(rows.map(({ key }) => key));
  expect(mock.journal.count({ path: "/collections/people/bulk" })).toBe(3);
});

test("worker-import > a step that is repeated after its end writes nothing", async () => {
  const { mock, rows, journal, collection, keys } = await createImport(10);
  await importPart(collection, rows, journal);
  expect(await importPart(collection, rows, journal)).toEqual({ done: 10, refused: [] });
  expect(keys().length).toBe(10);
  expect(mock.journal.count({ path: "/collections/people/bulk" })).toBe(1);
});

test("worker-import > after a lost response the rows are looked up, and none is written twice", async () => {
  const { mock, rows, journal, collection, keys } = await createImport(700);
  // Written, but the response is lost.
  mock.faults.add({ kind: "cutBody", match: { path: "/collections/people/bulk", nth: 2 } });
  await expect(importPart(collection, rows, journal)).rejects.toThrow();
  expect(keys().length).toBe(600);
  expect((await importPart(collection, rows, journal)).done).toBe(700);
  expect(new Set(keys()).size).toBe(700);
  expect(keys().length).toBe(700);
});

test("worker-import > a step that ended between writing and noting it looks its rows up", async () => {
  const { rows, journal, collection, keys } = await createImport(10);
  let writes = 0;
  const dying: Journal = {
    ...journal,
    async write(states) {
      // The second one would note that the batch was written.
      if (++writes === 2) throw new Error("the step was ended");
      await journal.write(states);
    },
  };
  await expect(importPart(collection, rows, dying)).rejects.toThrow("the step was ended");
  expect(keys().length).toBe(10);
  expect(await importPart(collection, rows, journal)).toEqual({ done: 10, refused: [] });
  expect(keys().length).toBe(10);
});

test("worker-import > rows that were not sent are sent by the next attempt", async () => {
  const { mock, rows, journal, collection, keys } = await createImport(10);
  mock.faults.add({
    kind: "rateLimit",
    retryAfter: 60,
    match: { path: "/collections/people/bulk" },
  });
  await expect(importPart(collection, rows, journal)).rejects.toThrow();
  expect(keys().length).toBe(0);
  expect((await importPart(collection, rows, journal)).done).toBe(10);
  expect(mock.journal.count({ method: "GET" })).toBe(0);
});

test("worker-import > wrong rows are found, and the others are written", async () => {
  const { rows, journal, collection, keys } = await createImport(700);
  const wrong = rows.map((row, i) => i === 350 ? { ...row, data: { unknownField: 1 } } : row);
  const { done, refused } = await importPart(collection, wrong, journal);
  expect(done).toBe(699);
  expect(refused.map(({ key }) => key)).toEqual(["row-350"]);
  expect(keys().length).toBe(699);
});

test("worker-import > a missing collection ends the import at once, and no row counts as refused", async () => {
  const { mock, rows, journal, client, collection } = await createImport(700);
  await expect(importPart(client.collection("persons"), rows, journal)).rejects.toBeInstanceOf(
    NotFoundError,
  );
  expect(mock.journal.count({ method: "POST", path: "/collections/persons/bulk" })).toBe(1);
  expect((await importPart(collection, rows, journal)).done).toBe(700);
  expect(mock.journal.count({ method: "GET" })).toBe(0);
});

test.each([
  "no JSON",
  "null",
  "[]",
  '{"key": "a"}',
  '{"key": "", "data": {}}',
  '{"key": 1, "data": {}}',
  '{"key": "a", "data": null}',
  '{"key": "a", "data": []}',
])("worker-import > %p is no row", (line) => expect(rowOf(line)).toBeUndefined());

test("worker-import > lines are read in parts, whatever the characters", async () => {
  const lines = Array.from({ length: 1_000 }, (_, i) => `line ${i} ${"ü€😀".repeat(i % 300)}.`);
  const bytes = new TextEncoder().encode(lines.join("\n"));
  const bucket = {
    async get(_: string, options?: { range: { offset: number; length: number } }) {
      const { offset = 0, length = bytes.length } = options?.range ?? {};
      const part = bytes.slice(offset, offset + length);
      return {
        size: bytes.length,
        etag: "one",
        arrayBuffer: async () => part.buffer,
        text: async () => new TextDecoder().decode(part),
      };
    },
    put: async () => {},
  };
  const read: string[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const part = await readLines(bucket, "file", offset, 70);
    read.push(...part.lines);
    expect(part.next).toBeGreaterThan(offset);
    offset = part.next;
  }
  expect(read).toEqual(lines);
});
