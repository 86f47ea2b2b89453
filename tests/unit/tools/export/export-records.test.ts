import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createClient, type JsonObject, type JsonValue } from "../../../../mod.ts";
import { behaviorTable, createMockServer, type Fault } from "../../../../mock-server/mod.ts";
import {
  type ExportFormat,
  exportRecords,
  fileRows,
  importRecords,
} from "../../../../tools/mod.ts";

/** A tenant with a source and a target collection, both without defined fields. */
async function world(behaviors: Record<string, string> = {}) {
  const mock = createMockServer({ behaviors });
  const source = mock.tenant.collections.create({ slug: "source", name: "Source" });
  const target = mock.tenant.collections.create({ slug: "target", name: "Target" });
  const app = await mock.tenant.apps.create({ name: "Export", description: "Exports records" });
  return { mock, source, target, client: createClient(app.clientOptions()) };
}

type World = Awaited<ReturnType<typeof world>>;

async function exported({ client }: World, format?: ExportFormat, collection = "source") {
  let text = "";
  for await (const chunk of exportRecords(client, collection, { format })) text += chunk;
  return text;
}

async function imported({ client }: World, text: string, format: "csv" | "jsonl") {
  async function* chunks() {
    yield text;
  }
  return await importRecords(client, "target", () => fileRows(chunks(), { format }));
}

const contentOf = (collection: World["source"]) =>
  collection.records.list().map(({ data, external }) => ({ data, external }));

const SPECIAL: JsonObject[] = [
  {},
  { text: "", zero: 0, no: false, nothing: null },
  { text: 'a "quoted"\r\nline, with; all\t', "": "no name", $id: "x", "$field:": 1 },
  { text: "12", nested: { list: [null, { id: "x" }, "ä\u2028😀"] }, links: [{ id: "1" }] },
  { text: "\ufeffbom", number: 1e21, small: 5e-324, big: 12345678901234567890 },
  { text: "lone \ud800", control: "\u0000\u001f" },
];

test.each(["csv", "jsonl"] as const)("%s is read back unchanged", async (format) => {
  const all = await world();
  for (const [n, data] of SPECIAL.entries()) {
    const external = n % 2 === 0 ? null : [{ key: "crm", id: `${n}, "x"`, properties: { a: n } }];
    all.source.records.add({ data, external });
  }
  const report = await imported(all, await exported(all, format), format);
  expect([report.refused, report.cause, report.total]).toEqual([[], undefined, SPECIAL.length]);
  expect(contentOf(all.target)).toEqual(contentOf(all.source));
});

test("random records are read back unchanged from CSV", async () => {
  const key = fc.string({ unit: "grapheme" }).filter((name) => name !== "__proto__");
  const value = fc.jsonValue({ stringUnit: "grapheme", maxDepth: 2 }).map((of): JsonValue =>
    JSON.parse(JSON.stringify(of).replaceAll("__proto__", "proto"))
  );
  const record = fc.dictionary(key, value, { maxKeys: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), async (records) => {
      const all = await world();
      for (const data of records) all.source.records.add({ data: { ...data } });
      await imported(all, await exported(all, "csv"), "csv");
      expect(contentOf(all.target)).toEqual(contentOf(all.source));
    }),
    { numRuns: 50 },
  );
});

test("JSON is one array, and an empty collection is an empty file of its format", async () => {
  const all = await world();
  expect(await exported(all, "json")).toBe("[]\n");
  expect(await exported(all, "jsonl")).toBe("");
  expect(await exported(all, "csv")).toBe("$id,$numericId,$external\n");
  for (let n = 0; n < 301; n++) all.source.records.add({ data: { n } });
  const records: { data: JsonObject }[] = JSON.parse(await exported(all, "json"));
  expect(records.map(({ data }) => data["n"])).toEqual(Array.from({ length: 301 }, (_, n) => n));
});

const WORLDS = Object.entries(behaviorTable).flatMap(([id, { options }]) =>
  /^(?:list|record|all|collections|errors)\./.test(id)
    ? Object.keys(options).map((option) => ({ [id]: option }))
    : []
);

describe.each(WORLDS)("where %j", (behaviors) => {
  test("all records are exported once, and read back", async () => {
    const all = await world(behaviors);
    for (let n = 0; n < 700; n++) all.source.records.add({ data: { n, even: n % 2 === 0 } });
    const report = await imported(all, await exported(all, "csv"), "csv");
    expect(report.refused).toEqual([]);
    const numbers = all.target.records.list().map(({ data }) => Number(data["n"]));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 700 }, (_, n) => n));
  });
});

const FAULTS: Fault[] = [
  { kind: "cutBody", after: 20_000, match: { path: "/collections/*/all" } },
  { kind: "drop", match: { path: "/collections/*/all" } },
  { kind: "status", status: 503, match: { path: "/collections/*/all" } },
  { kind: "cutBody", after: 100, match: { path: "/collections/source" } },
  { kind: "rateLimit", retryAfter: 5, match: { path: "/collections/source" } },
];

test.each(FAULTS)("after the fault %j, all records are exported once", async (fault) => {
  const all = await world();
  for (let n = 0; n < 700; n++) all.source.records.add({ data: { n } });
  all.mock.faults.add(fault);
  const lines = (await exported(all)).trimEnd().split("\n");
  expect(new Set(lines.map((line) => JSON.parse(line).data.n)).size).toBe(700);
  expect(lines).toHaveLength(700);
});

test("a deployment with a lower limit of one response is read page by page", async () => {
  const mock = createMockServer({ limits: { streamSize: 100 } });
  const source = mock.tenant.collections.create({ slug: "source", name: "Source" });
  for (let n = 0; n < 700; n++) source.records.add({ data: { n } });
  const app = await mock.tenant.apps.create({ name: "Export", description: "Exports records" });
  const client = createClient(app.clientOptions());
  let lines = 0;
  for await (const chunk of exportRecords(client, "source")) lines += chunk.split("\n").length - 1;
  expect(lines).toBe(700);
});

test("a field that appears between the two reads of a CSV is an error, not a loss", async () => {
  const all = await world();
  all.source.records.add({ data: { a: 1 } });
  const chunks = exportRecords(all.client, "source", { format: "csv" });
  await chunks.next();
  all.source.records.add({ data: { b: 1 } });
  await expect(chunks.next()).rejects.toThrow('has a field that no record had before: "b"');
});

test("updatedAfter selects records", async () => {
  const all = await world();
  all.source.records.add({ data: { n: 1 } });
  const between = new Date(all.mock.clock.now());
  await all.mock.clock.advance("1m");
  all.source.records.add({ data: { n: 2 } });
  let text = "";
  for await (const chunk of exportRecords(all.client, "source", { updatedAfter: between })) {
    text += chunk;
  }
  expect(JSON.parse(text).data).toEqual({ n: 2 });
});
