import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { createClient, type JsonObject } from "../../../../mod.ts";
import {
  type BehaviorOptions,
  behaviorTable,
  createMockServer,
  type MockServer,
} from "../../../../mock-server/mod.ts";
import { randomSecret } from "../../../../mock-server/world/apps/app-registration.ts";
import {
  type ImportJournal,
  type ImportOptions,
  importRecords,
  type ImportReport,
  type ImportRow,
  type JournalEntry,
  RowsRefusedError,
} from "../../../../tools/mod.ts";
import { holds } from "../../../../tools/import/differences.ts";
import { seededRandom } from "../../seeded-random.ts";

// The machine may be busy.
setDefaultTimeout(60_000);

const SERVICE = "crm";

/** A tenant with the collection `people`, in which some records are linked to the service. */
async function world(
  existing: number = 0,
  behaviors: BehaviorOptions = {},
  requestsPerMinute: number | "off" = "off",
) {
  const mock = createMockServer({ behaviors, limits: { requestsPerMinute } });
  const people = mock.tenant.collections.create({
    slug: "people",
    name: "People",
    fields: { name: "text", amount: "number", note: "text" },
  });
  for (let n = 0; n < existing; n++) {
    people.records.add({
      data: { name: `old ${n}`, note: "kept" },
      external: [{ key: SERVICE, id: `key ${n}` }, { key: "other", id: `${n}` }],
    });
  }
  const app = await mock.tenant.apps.create({ name: "Import", description: "Imports rows" });
  const options = app.clientOptions();
  const client = createClient(options);
  const run = (rows: readonly ImportRow[], more: ImportOptions = {}) =>
    importRecords(client, "people", () => each(rows), {
      service: SERVICE,
      ...more,
    });
  return { mock, people, client, run, options };
}

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** Rows with the keys of the existing records first. */
function rowsOf(count: number, change: (n: number) => Partial<ImportRow> = () => ({})) {
  return Array.from({ length: count }, (_, n): ImportRow => ({
    row: n + 2,
    data: { name: `new ${n}`, amount: n },
    key: `key ${n}`,
    ...change(n),
  }));
}

/** The data of the records by their key. Throws if two records have one. */
function stored({ tenant }: MockServer): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const collection of tenant.collections.list()) {
    for (const { data, external } of collection.records.list()) {
      for (const { key, id } of external ?? []) {
        if (key !== SERVICE) continue;
        if (found.has(id)) throw new Error(`two records have the key ${id}`);
        found.set(id, data);
      }
    }
  }
  return found;
}

const numbersIn = (ranges: ImportReport["created"]) =>
  ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);

test("with a key, rows update the records that are linked to it, and the others become new records", async () => {
  const { mock, people, run } = await world(40);
  const report = await run(rowsOf(700));
  expect(report).toEqual({
    total: 700,
    created: [[42, 701]],
    updated: [[2, 41]],
    unseenFields: [],
    refused: [],
    different: [],
    unknown: [],
    earlier: 0,
    open: 0,
  });
  const found = stored(mock);
  expect(found.size).toBe(700);
  expect(found.get("key 3")).toEqual({ name: "new 3", amount: 3, note: "kept" });
  expect(found.get("key 650")).toEqual({ name: "new 650", amount: 650 });
  // The links to other services stay.
  expect(people.records.list()[3]?.external).toHaveLength(2);
  // It lists the existing records: there is no request for each row.
  expect(mock.journal.count({})).toBeLessThan(12);
});

test("rows with a repeated or without a key are refused before anything is sent, all of them", async () => {
  const { mock, run } = await world();
  const rows = rowsOf(6, (n) => ({ key: ["a", "b", "a", undefined, "", "a"][n] }));
  const report = await run(rows);
  expect(report.created).toEqual([[3, 3]]);
  expect(report.refused).toEqual([
    { row: 2, reason: "it has the same key as row 4: a" },
    { row: 4, reason: "it has the same key as row 2: a" },
    { row: 5, reason: "it has no key" },
    { row: 6, reason: "it has no key" },
    { row: 7, reason: "it has the same key as row 2: a" },
  ]);
  expect([...stored(mock).keys()]).toEqual(["b"]);
});

test("only: create refuses rows whose record exists, and only: update those whose record does not", async () => {
  const { mock, run } = await world(2);
  const created = await run(rowsOf(4), { only: "create" });
  expect([created.created, created.refused.map(({ row }) => row)]).toEqual([[[4, 5]], [2, 3]]);
  expect(created.refused[0]?.reason).toStartWith("a record is already linked to crm key 0: ");
  expect(stored(mock).get("key 0")).toEqual({ name: "old 0", note: "kept" });
  const updated = await run(rowsOf(6), { only: "update" });
  expect([updated.updated, updated.refused]).toEqual([
    [[2, 5]],
    [
      { row: 6, reason: "no record is linked to crm key 4" },
      { row: 7, reason: "no record is linked to crm key 5" },
    ],
  ]);
});

test("a dry run says what would happen, and writes nothing", async () => {
  const { mock, run } = await world(2);
  const entries: JournalEntry[] = [];
  const journal = { entries, append: (entry: JournalEntry) => void entries.push(entry) };
  const rows = rowsOf(5, (n) => n === 3 ? { key: undefined } : n === 4 ? { problem: "bad" } : {});
  const report = await run(rows, { dryRun: true, journal });
  expect([report.created, report.updated, report.refused]).toEqual([
    [[4, 4]],
    [[2, 3]],
    [{ row: 5, reason: "it has no key" }, { row: 6, reason: "bad" }],
  ]);
  expect(entries).toEqual([]);
  expect(stored(mock).get("key 0")).toEqual({ name: "old 0", note: "kept" });
  expect(mock.journal.count({ method: "POST", path: "/collections/people/bulk" })).toBe(0);
});

test("links of a row are added to those of its record", async () => {
  const { people, run } = await world(1);
  const link = { key: "shop", id: "7" };
  await run(rowsOf(2, () => ({ external: [link, { key: SERVICE, id: "key 1" }] })).slice(1));
  expect(people.records.list()[1]?.external).toEqual([link, { key: SERVICE, id: "key 1" }]);
  await run(rowsOf(1, () => ({ external: [{ key: "shop", id: "8" }] })));
  expect(people.records.list()[0]?.external?.map(({ key }) => key))
    .toEqual([SERVICE, "other", "shop"]);
});

test("a row whose record an earlier row changes is refused, also in another batch or run", async () => {
  for (const batchSize of [1, 300]) {
    const { people, run } = await world();
    const links = ["key 0", "key 1"].map((id) => ({ key: SERVICE, id }));
    const { id } = people.records.add({ data: { name: "old" }, external: links });
    const refused = [{ row: 3, reason: `row 2 changes the same record: ${id}` }];
    for (const entries of [[], [{ done: [[2, 2]] }]] satisfies JournalEntry[][]) {
      const { journal } = memoryJournal(entries);
      expect((await run(rowsOf(2), { batchSize, journal })).refused).toEqual(refused);
    }
    expect(people.records.list()[0]?.data).toMatchObject({ name: "new 0" });
  }
});

test("without a key, each row becomes a new record", async () => {
  const { people, run } = await world();
  const rows = rowsOf(650, () => ({ key: undefined }));
  const report = await run(rows, { service: undefined });
  expect(report.created).toEqual([[2, 651]]);
  expect(people.records.list().map(({ data }) => data["amount"])).toEqual(
    rows.map(({ data }) => data["amount"] ?? null),
  );
});

/** Rows that change the records of a collection, by their IDs. */
function changesOf(people: { records: { list(): { id: string }[] } }): ImportRow[] {
  return people.records.list().map(({ id }, n) => ({
    row: n + 2,
    key: id,
    data: { name: `new ${n}` },
  }));
}

test("by ID, rows change their records, and a row without a record is refused", async () => {
  const { mock, people, run } = await world(3);
  const [first, second, third] = changesOf(people);
  if (first === undefined || second === undefined || third === undefined) throw new Error("none");
  const rows = [
    { ...first, external: [{ key: "shop", id: "7" }] },
    { ...second, key: "unknown" },
    { ...second, row: 10, key: undefined },
    { ...third, row: 11 },
    { ...third, row: 12 },
  ];
  const byId = { service: undefined, byId: true };
  const reasons = [
    { row: 3, reason: "there is no record unknown" },
    { row: 10, reason: "it has no ID" },
    { row: 11, reason: "it has the same ID as row 12: " + third.key },
    { row: 12, reason: "it has the same ID as row 11: " + third.key },
  ];
  const dry = await run(rows, { ...byId, dryRun: true });
  expect([dry.created, dry.updated, dry.refused]).toEqual([[], [[2, 2]], reasons]);
  const report = await run(rows, byId);
  expect([report.created, report.updated, report.refused]).toEqual([[], [[2, 2]], reasons]);
  expect(people.records.list().map(({ data }) => data["name"])).toEqual([
    "new 0",
    "old 1",
    "old 2",
  ]);
  expect(stored(mock).get("key 0")).toEqual({ name: "new 0", note: "kept" });
  expect(people.records.list()[0]?.external?.map(({ key }) => key))
    .toEqual([SERVICE, "other", "shop"]);
});

test("by ID, an import that is killed at random and continued changes every record", async () => {
  const random = seededRandom(11);
  for (let round = 0; round < 5; round++) {
    const { people, run } = await world(200);
    const rows = changesOf(people);
    const entries: JournalEntry[] = [];
    for (let kills = 0;; kills++) {
      const journal = failingJournal(entries, 1 + Math.floor(random() * 12), random() < 0.5);
      const byId = { service: undefined, byId: true, journal, batchSize: 25, verify: true };
      const report = await run(rows, byId);
      if (report.cause === undefined) {
        const { open, unknown, refused, different } = report;
        expect([kills > 0, open, unknown, refused, different]).toEqual([true, 0, [], [], []]);
        break;
      }
      expect(report.unknown).toEqual([]);
      if (kills > 100) throw report.cause;
    }
    expect(people.records.list().map(({ data }) => data["name"]))
      .toEqual(rows.map(({ data }) => data["name"] ?? null));
  }
});

test("by ID, a record that is deleted during the import is refused, and the others are changed", async () => {
  const { mock, people, client: other, options } = await world(10);
  const rows = changesOf(people);
  let isDeleted = false;
  const fetch: typeof options.fetch = async (input, init) => {
    if (init?.method === "PATCH" && input.endsWith("/bulk") && !isDeleted) {
      isDeleted = true;
      await other.collection("people").delete(rows[4]?.key ?? "");
    }
    return await mock.fetch(input, init);
  };
  const client = createClient({ ...options, fetch });
  const report = await importRecords(client, "people", () => each(rows), {
    byId: true,
    clock: options.clock,
  });
  expect([report.updated, report.refused.map(({ row }) => row), report.cause])
    .toEqual([[[2, 5], [7, 11]], [6], undefined]);
});

test("verify finds changes that the service left out in silence, and values that it changed", async () => {
  const silent = { "bulk.answer": "empty", "bulk.one-bad-record": "partial-silent" } as const;
  const { people, client, run } = await world(20, silent);
  const rows = rowsOf(40, (n) => n === 3 ? { data: { amount: "text" } } : {});
  const unnoticed = await run(rows);
  expect([unnoticed.refused, unnoticed.different]).toEqual([[], []]);
  const seventh = people.records.list()[6]?.id ?? "";
  await client.collection("people").update(seventh, { data: { name: "changed" } });
  const entries: JournalEntry[] = [{ done: [[2, 41]] }];
  const journal = { entries, append: () => {} };
  const report = await run(rows, { verify: true, journal });
  expect([report.created, report.updated]).toEqual([[], []]);
  expect(report.different).toEqual([
    { row: 5, reason: 'field "amount": sent "text", but the record has no value' },
    { row: 8, reason: 'field "name": sent "new 6", but the record has "changed"' },
  ]);
  await client.collection("people").delete(seventh);
  const deleted = await run(rows, { verify: true, journal });
  expect(deleted.different[1]).toEqual({ row: 8, reason: "there is no record with its key" });
});

test("a record holds a value with more properties, but not another list or type", () => {
  for (
    const [sent, is, expected] of [
      [{ id: "x" }, { id: "x", name: "Ada" }, true],
      [{ id: "x", name: "Ada" }, { id: "x" }, false],
      [[1, { a: 1 }], [1, { a: 1, b: 2 }], true],
      [[1], [1, 2], false],
      [[], {}, false],
      [{ 0: 1 }, [1], false],
      [null, undefined, true],
      ["1", 1, false],
      [{ a: null }, {}, true],
    ] as const
  ) {
    expect(holds(JSON.parse(JSON.stringify(sent)), is && JSON.parse(JSON.stringify(is))))
      .toBe(expected);
  }
});

/** The options that change what an import sees, except those that accept the wrong values. */
const WORLDS = Object.entries(behaviorTable).flatMap(([id, { options }]) =>
  /^(?:bulk|external|update|list|record|collections|errors|create)\./.test(id)
    ? Object.keys(options).map((option) => ({ [id]: option }))
    : []
);

describe.each(WORLDS)("where %j", (behaviors) => {
  test("wrong rows are refused with a reason, and all others are written once", async () => {
    const { mock, run } = await world(40, behaviors);
    const wrong = [3, 55, 56, 99];
    const rows = rowsOf(100, (n) => wrong.includes(n) ? { data: { amount: "text" } } : {});
    const report = await run(rows);
    expect(report.refused.map(({ row }) => row - 2)).toEqual(wrong);
    for (const { reason } of report.refused) expect(reason).not.toBe("");
    expect([report.open, report.unknown, report.cause]).toEqual([0, [], undefined]);
    const found = stored(mock);
    expect(found.size).toBe(97);
    for (const { row, key = "", data } of rows) {
      const expected = wrong.includes(row - 2) ? found.get(key) : data;
      expect(found.get(key) ?? {}).toMatchObject(expected ?? {});
    }
    expect(found.get("key 3")?.["name"]).toBe("old 3");
  });
});

test("new records that the service left out in silence are found at the end", async () => {
  const silent = { "bulk.answer": "empty", "bulk.one-bad-record": "partial-silent" } as const;
  const { mock, run } = await world(0, silent);
  const entries: JournalEntry[] = [];
  const journal = { entries: [], append: (entry: JournalEntry) => void entries.push(entry) };
  const rows = rowsOf(100, (n) => n === 70 ? { data: { amount: "text" } } : {});
  const report = await run(rows, { batchSize: 30, journal });
  expect(report.refused).toEqual([
    { row: 72, reason: "the service reported success, but there is no record with this key" },
  ]);
  expect([numbersIn(report.created), report.open, stored(mock).size]).toEqual([99, 0, 99]);
  // Until then they count as in flight: only the list at the end confirms them.
  expect(entries.slice(0, 4).map((entry) => Object.keys(entry)[0])).toEqual([
    "creating",
    "creating",
    "creating",
    "creating",
  ]);
});

/** A journal in memory that fails at one call, before or after it has stored the step. */
function failingJournal(entries: JournalEntry[], failAt: number, before: boolean): ImportJournal {
  let calls = 0;
  return {
    entries: [...entries],
    append(entry) {
      calls += 1;
      if (calls === failAt && before) throw new Error("the program was killed");
      entries.push(entry);
      if (calls === failAt) throw new Error("the program was killed");
    },
  };
}

test("with a key, an import that is killed at random and continued loses and doubles nothing", async () => {
  const random = seededRandom(7);
  for (let round = 0; round < 10; round++) {
    const { mock, run } = await world(100);
    const rows = rowsOf(500, (n) => n % 97 === 5 ? { data: { amount: "text" } } : {});
    const entries: JournalEntry[] = [];
    let kills = 0;
    for (;;) {
      const journal = failingJournal(entries, 1 + Math.floor(random() * 40), random() < 0.5);
      const report = await run(rows, { journal, batchSize: 50 });
      if (report.cause === undefined) {
        expect([report.open, report.refused.length, report.unknown]).toEqual([0, 6, []]);
        break;
      }
      kills += 1;
      if (kills > 200) throw report.cause;
    }
    expect(kills).toBeGreaterThan(0);
    const found = stored(mock);
    expect(found.size).toBe(495);
    for (const { key = "", data } of rows) {
      if (data["amount"] !== "text") expect(found.get(key)).toMatchObject(data);
    }
  }
});

test("without a key, rows that were in flight are reported as unknown and never sent again", async () => {
  const { people, run } = await world();
  const rows = rowsOf(200, () => ({ key: undefined }));
  const entries: JournalEntry[] = [];
  // The third step is `creating` of the second batch, the seventh would be its `done`.
  const killed = await run(rows, {
    service: undefined,
    batchSize: 50,
    journal: failingJournal(entries, 4, true),
  });
  expect([killed.created, killed.unknown, killed.open]).toEqual([[[2, 101]], [[52, 101]], 100]);
  expect(killed.earlier).toBe(0);
  const report = await run(rows, {
    service: undefined,
    batchSize: 50,
    journal: failingJournal(entries, Infinity, true),
  });
  expect(report).toMatchObject({ created: [[102, 201]], unknown: [[52, 101]], earlier: 50 });
  expect(people.records.list()).toHaveLength(200);
});

test("with a key, the import goes on after lost and broken responses, and nothing is lost or doubled", async () => {
  for (let seed = 1; seed <= 5; seed++) {
    const { mock, options } = await world(50);
    const random = seededRandom(seed);
    const fetch: typeof options.fetch = async (input, init) => {
      const chance = random();
      if (chance < 0.1) throw new TypeError("the connection was refused");
      const response = await mock.fetch(input, init);
      if (chance < 0.2) throw new TypeError("the connection was closed");
      return chance < 0.25 ? new Response("<html>", { status: 502 }) : response;
    };
    const client = createClient({ ...options, fetch, random });
    const rows = rowsOf(400);
    const report = await importRecords(client, "people", () => each(rows), {
      clock: options.clock,
      service: SERVICE,
      batchSize: 40,
    });
    expect([report.cause, report.open, report.refused]).toEqual([undefined, 0, []]);
    expect(numbersIn(report.created) + numbersIn(report.updated)).toBe(400);
    const found = stored(mock);
    expect(found.size).toBe(400);
    for (const { key = "", data } of rows) expect(found.get(key)).toMatchObject(data);
  }
});

test("a row that another program adds in the meantime is updated", async () => {
  const { mock, people, options } = await world();
  let added = false;
  const fetch: typeof options.fetch = async (input, init) => {
    if (init?.method === "POST" && input.endsWith("/bulk") && !added) {
      added = true;
      const external = [{ key: SERVICE, id: "key 7" }];
      people.records.add({ data: { name: "theirs", note: "theirs" }, external });
    }
    return await mock.fetch(input, init);
  };
  const client = createClient({ ...options, fetch });
  const report = await importRecords(client, "people", () => each(rowsOf(20)), {
    service: SERVICE,
    clock: options.clock,
  });
  expect([numbersIn(report.created), report.updated, report.refused]).toEqual([19, [[9, 9]], []]);
  expect(stored(mock).get("key 7")).toEqual({ name: "new 7", amount: 7, note: "theirs" });
});

test("the import waits when the rate limit is exceeded, and goes on", async () => {
  const { mock, run } = await world(0, {}, 3);
  const report = await run(rowsOf(300), { batchSize: 10 });
  expect([report.cause, report.created]).toEqual([undefined, [[2, 301]]]);
  expect(stored(mock).size).toBe(300);
});

test("wrong credentials stop the import, and nothing is unknown", async () => {
  const { options } = await world();
  const client = createClient({ ...options, appSecret: randomSecret() });
  const report = await importRecords(client, "people", () => each(rowsOf(5)), { service: SERVICE });
  expect(report.cause).toMatchObject({ name: "InvalidCredentialsError" });
  expect([report.open, report.created]).toEqual([5, []]);
});

test("when all rows are refused, the import stops after a hundred of them", async () => {
  const { run } = await world();
  const rows = rowsOf(1_000, (n) => ({ data: { unknownField: n } }));
  const report = await run(rows);
  expect(report.refused).toHaveLength(100);
  expect(report.cause).toBeInstanceOf(RowsRefusedError);
  expect(report.cause).toMatchObject({
    rows: 100,
    message: "100 rows in a row were refused for the same reason: " +
      "Unknown field data.unknownField. Known fields: name, amount, note.",
    cause: { name: "BadRequestError" },
  });
  expect(report.open).toBe(900);
});

test("when the service stores nothing in silence, the import stops after a hundred rows", async () => {
  const { mock, run } = await world(0, {
    "bulk.answer": "empty",
    "bulk.one-bad-record": "partial-silent",
  });
  const rows = rowsOf(1_000, (n) => ({ data: { unknownField: n } }));
  const report = await run(rows);
  expect([report.refused.length, report.open]).toEqual([100, 900]);
  expect(String(report.cause)).toContain("reported success, but there is no record");
  expect(mock.journal.count({ method: "POST", path: "/collections/people/bulk" })).toBe(4 + 100);
});

test("when rows are refused for several reasons, the error has the last one", async () => {
  const { run } = await world();
  const rows = rowsOf(200, (n) => ({ data: { [n < 50 ? "first" : "second"]: n } }));
  const { cause } = await run(rows);
  expect(cause).toMatchObject({
    message: expect.stringMatching(
      /^100 rows in a row were refused\. The last reason: Unknown field data\.second\./,
    ),
  });
});

test("a reason does not name the position in the request, and each refused row is reported at once", async () => {
  const { mock, run } = await world();
  const seen: [row: number, requests: number][] = [];
  const rows = rowsOf(40, (n) => n === 30 || n === 35 ? { data: { amount: "text" } } : {});
  const { refused } = await run(rows, {
    onRefused: ({ row }) => void seen.push([row, mock.journal.count({ method: "POST" })]),
  });
  expect(refused.map(({ row }) => row)).toEqual([32, 37]);
  for (const { reason } of refused) expect(reason).toMatch(/^data\.amount: /);
  expect(seen.map(([row]) => row)).toEqual([32, 37]);
  // Before the other rows were sent.
  expect(seen[0]?.[1]).toBeLessThan(mock.journal.count({ method: "POST" }));
});

test("a dry run names the fields of rows that no record has, unless there are no records", async () => {
  const of = async (existing: number, options: ImportOptions = {}) => {
    const { run } = await world(existing);
    const rows = [{ number: 1, name: "a" }, { amount: 2 }].map((data, n) => ({
      row: n + 2,
      key: `key ${n}`,
      data,
    }));
    return (await run(rows, { dryRun: true, ...options })).unseenFields;
  };
  expect(await of(2)).toEqual(["number", "amount"]);
  expect(await of(2, { service: undefined })).toEqual(["number", "amount"]);
  expect(await of(0)).toEqual([]);
});

test("rows that are no function, no rows, or not the same each time, are named", async () => {
  const { client, run } = await world();
  const importing = (rows: unknown) =>
    importRecords(client, "people", Object(rows), { service: SERVICE });
  await expect(importing([{ number: 1 }])).rejects.toThrow(
    new TypeError("rows: expected a function that returns the rows from the start, got an array"),
  );
  await expect(importing(each(rowsOf(1)))).rejects.toThrow("from the start, got an object");
  await expect(importing(() => [{ number: "4711" }])).rejects.toThrow(
    new TypeError("row: expected an integer, the number of the row, got undefined"),
  );
  await expect(run([Object({ row: 2, key: "a" })])).rejects.toThrow(
    new TypeError("data of row 2: expected an object, got undefined"),
  );
  const once = each(rowsOf(3));
  const { cause, open } = await importRecords(client, "people", () => once, { service: SERVICE });
  expect([cause, open]).toEqual([
    new TypeError(
      "rows: expected a function that returns the same rows each time, got 3 rows and then 0",
    ),
    3,
  ]);
});

test("a row that was refused is not in flight when a signal stops the import during the look at its key", async () => {
  const { run } = await world();
  const stop = new AbortController();
  const { journal, added } = memoryJournal();
  const report = await run([{ row: 2, key: "a", data: { unknownField: 1 } }], {
    journal: {
      entries: journal.entries,
      append(entry) {
        added.push(entry);
        if ("unsent" in entry) stop.abort();
      },
    },
    signal: stop.signal,
  });
  expect([report.open, report.refused]).toEqual([1, []]);
  expect(added).toEqual([{ creating: [[2, 2]] }, { unsent: [[2, 2]] }]);
});

test("a signal stops the import after the current request", async () => {
  const { mock, run } = await world();
  const stop = new AbortController();
  const reason = new Error("stopped by the test");
  const report = await run(rowsOf(100), {
    batchSize: 10,
    signal: stop.signal,
    onProgress: ({ done }) => {
      if (done >= 30) stop.abort(reason);
    },
  });
  expect(report.cause).toBe(reason);
  expect(report.created).toEqual([[2, 31]]);
  expect(stored(mock).size).toBe(30);
});

test("rows whose numbers do not increase, and wrong options, are refused", async () => {
  const { run } = await world();
  await expect(run([...rowsOf(2), ...rowsOf(1)])).rejects.toThrow("row 2 comes after row 3");
  await expect(run([], { service: undefined, only: "update" })).rejects.toThrow("needs service");
  await expect(run([], { byId: true })).rejects.toThrow("byId: expected neither service nor");
  await expect(run([], { service: undefined, verify: true })).rejects.toThrow(
    "verify needs service",
  );
  await expect(run([], { batchSize: 301 })).rejects.toThrow("batchSize: expected");
});

/** A journal in memory. */
function memoryJournal(entries: readonly JournalEntry[] = []) {
  const added: JournalEntry[] = [];
  const journal: ImportJournal = { entries, append: (entry) => void added.push(entry) };
  return { journal, added };
}

test("wrong options are named before anything is sent", async () => {
  const { mock, run } = await world();
  const batch = "batchSize: expected an integer from 1 to 300, got ";
  for (
    const [options, message] of [
      [{ batchSize: 0 }, `${batch}0`],
      [{ batchSize: 1.5 }, `${batch}1.5`],
      [{ batchSize: 301 }, `${batch}301`],
      [Object({ only: "delete" }), 'only: expected "create" or "update", got delete'],
      [
        { only: "update", service: undefined },
        'only: "update" needs service or byId, to find the records',
      ],
    ] as const
  ) {
    await expect(run([], options)).rejects.toThrow(new TypeError(message));
  }
  expect(mock.journal.count({})).toBe(0);
  expect((await run(rowsOf(2), { batchSize: 1 })).created).toEqual([[2, 3]]);
  expect((await run(rowsOf(2), { only: "create", service: undefined })).created).toEqual([[2, 3]]);
});

test("the journal has each step, and its end", async () => {
  const { run } = await world(1);
  const { journal, added } = memoryJournal();
  const rows = rowsOf(4, (n) => n === 3 ? { key: "" } : {});
  await run(rows, { journal });
  expect(added).toEqual([
    { creating: [[3, 4]] },
    { done: [[3, 4]] },
    { updating: [[2, 2]] },
    { done: [[2, 2]] },
    { refused: [{ row: 5, reason: "it has no key" }] },
    { ended: true },
  ]);
});

test("an import that stops early does not note its end", async () => {
  const { mock, run } = await world();
  mock.faults.add({
    kind: "status",
    status: 404,
    match: { method: "POST", path: "/collections/*" },
  });
  const { journal, added } = memoryJournal();
  const report = await run(rowsOf(2), { journal });
  expect(report.cause).toMatchObject({ name: "NotFoundError" });
  expect(added.some((entry) => "ended" in entry)).toBe(false);
});

test("progress counts the rows with a result, with those of earlier runs", async () => {
  const { run } = await world();
  const seen: [number, number][] = [];
  const { journal } = memoryJournal([{ creating: [[2, 2]] }, { done: [[2, 2]] }]);
  const report = await run(rowsOf(5), {
    journal,
    batchSize: 2,
    onProgress: ({ done, total }) => void seen.push([done, total]),
  });
  expect(seen.at(0)).toEqual([3, 5]);
  expect(seen.at(-1)).toEqual([5, 5]);
  expect([report.earlier, report.created, report.open]).toEqual([1, [[3, 6]], 0]);
});

test("rows of earlier runs with a result are not sent again, and those refused are reported again", async () => {
  const { mock, run } = await world();
  const { journal } = memoryJournal([
    { done: [[2, 3]] },
    { refused: [{ row: 4, reason: "wrong" }] },
  ]);
  const report = await run(rowsOf(4), { journal });
  expect(report).toEqual({
    total: 4,
    created: [[5, 5]],
    updated: [],
    refused: [{ row: 4, reason: "wrong" }],
    unknown: [],
    earlier: 2,
    different: [],
    unseenFields: [],
    open: 0,
  });
  expect([...stored(mock).keys()]).toEqual(["key 3"]);
});

test("a dry run does not care what earlier runs did", async () => {
  const { mock, run } = await world(1);
  const { journal, added } = memoryJournal([{ done: [[2, 3]] }, { creating: [[4, 4]] }]);
  const report = await run(rowsOf(3), { journal, dryRun: true });
  expect(report).toMatchObject({ created: [[3, 4]], updated: [[2, 2]], earlier: 0, open: 0 });
  expect(added).toEqual([]);
  expect(mock.journal.count({ method: "POST", path: "/collections/*" })).toBe(0);
});

test("rows in flight of an earlier run are looked for, after the time that a request may take", async () => {
  const { mock, run } = await world(2);
  const rows = rowsOf(4);
  const { journal, added } = memoryJournal([
    { creating: [[2, 2]] },
    { updating: [[3, 3]] },
    { creating: [[4, 4]] },
  ]);
  const start = mock.clock.now();
  const report = await run(rows, { journal, settleTime: 7_000 });
  expect(mock.clock.now() - start).toBeGreaterThanOrEqual(7_000);
  // The first one was written then. The second one is written again, and the third one was not written.
  expect(added[0]).toEqual({ done: [[2, 2]] });
  expect([report.updated, report.created, report.open]).toEqual([[[3, 3]], [[4, 5]], 0]);
  expect(report.earlier).toBe(1);
  expect(stored(mock).get("key 0")).toEqual({ name: "old 0", note: "kept" });
});

test("an import without rows in flight does not wait", async () => {
  const { mock, run } = await world();
  const { journal } = memoryJournal([{ done: [[2, 2]] }]);
  const start = mock.clock.now();
  await run(rowsOf(3), { journal });
  expect(mock.clock.now()).toBe(start);
});

test("without a key, rows in flight of an earlier run are unknown, without a wait", async () => {
  const { mock, run } = await world();
  const { journal } = memoryJournal([{ creating: [[3, 4]] }]);
  const start = mock.clock.now();
  const report = await run(rowsOf(5), { journal, service: undefined });
  expect(report).toMatchObject({ created: [[2, 2], [5, 6]], unknown: [[3, 4]], open: 0 });
  expect(mock.clock.now()).toBe(start);
});

test("without a key, an import first looks whether the collection can be read", async () => {
  const { mock, run } = await world();
  mock.faults.add({
    kind: "status",
    status: 404,
    match: { method: "GET", path: "/collections/*" },
  });
  const report = await run(rowsOf(2), { service: undefined });
  expect(report.cause).toMatchObject({ name: "NotFoundError" });
  expect(mock.journal.count({ method: "POST", path: "/collections/*" })).toBe(0);
  expect([report.total, report.open, report.unknown]).toEqual([2, 2, []]);
});

/** A client whose requests that write get these responses, one after another, and then the mock's. */
async function answering(
  answers: readonly (Response | "lost" | "applied but lost")[],
  existing: number = 0,
) {
  const { mock, people, options } = await world(existing);
  const left = [...answers];
  const sent: number[] = [];
  const fetch: typeof options.fetch = async (input, init) => {
    if (!input.endsWith("/bulk")) return await mock.fetch(input, init);
    sent.push(mock.clock.now());
    const answer = left.shift();
    if (answer instanceof Response) return answer;
    if (answer === "lost") throw new TypeError("the connection was refused");
    const response = await mock.fetch(input, init);
    if (answer === "applied but lost") throw new TypeError("the connection was closed");
    return response;
  };
  const client = createClient({ ...options, fetch, retry: false });
  const run = (rows: readonly ImportRow[], more: ImportOptions = {}) =>
    importRecords(client, "people", () => each(rows), {
      service: SERVICE,
      ...more,
    });
  return { mock, people, run, sent };
}

test("the import stops after five failures in a row, and a success in between counts", async () => {
  const failed = () => Response.json({ message: "down" }, { status: 503 });
  const six = await answering(Array.from({ length: 6 }, failed));
  const report = await six.run(rowsOf(4), { settleTime: 0 });
  expect(report.cause).toMatchObject({ status: 503 });
  expect([six.sent.length, report.open, stored(six.mock).size]).toEqual([6, 4, 0]);
  const five = await answering(Array.from({ length: 5 }, failed));
  expect((await five.run(rowsOf(4), { settleTime: 0 })).created).toEqual([[2, 5]]);
});

test("a lost response is looked into after the settle time", async () => {
  const { mock, run, sent } = await answering(["applied but lost", "lost"]);
  const report = await run(rowsOf(4), { batchSize: 2, settleTime: 3_000 });
  expect([report.cause, report.created, report.open]).toEqual([undefined, [[2, 5]], 0]);
  expect(stored(mock).size).toBe(4);
  const [first = 0, second = 0, third = 0] = sent;
  expect(sent.length).toBe(3);
  expect([second - first, third - second]).toEqual([3_000, 3_000]);
});

test("after a 429 the import waits as long as the server says, or a minute", async () => {
  const limited = (headers: Record<string, string>) => new Response(null, { status: 429, headers });
  for (
    const [headers, wait] of [
      [{ "retry-after": "7" }, 7_000],
      [{}, 60_000],
    ] as const
  ) {
    const { run, sent } = await answering([limited(headers)]);
    const report = await run(rowsOf(2));
    expect(report.created).toEqual([[2, 3]]);
    const [first = 0, second = 0] = sent;
    expect(second - first).toBe(wait);
  }
});

test("only: create refuses a row that another program adds in the meantime", async () => {
  const { mock, people, options } = await world();
  let added = false;
  const fetch: typeof options.fetch = async (input, init) => {
    if (init?.method === "POST" && input.endsWith("/bulk") && !added) {
      added = true;
      people.records.add({ data: { name: "theirs" }, external: [{ key: SERVICE, id: "key 1" }] });
    }
    return await mock.fetch(input, init);
  };
  const report = await importRecords(
    createClient({ ...options, fetch }),
    "people",
    () => each(rowsOf(3)),
    { service: SERVICE, clock: options.clock, only: "create" },
  );
  expect(report).toMatchObject({
    created: [[2, 2], [4, 4]],
    refused: [{ row: 3, reason: "a record is already linked to crm key 1" }],
  });
  expect(stored(mock).get("key 1")).toEqual({ name: "theirs" });
});

test("a record that is deleted during the import is reported, and the others are updated", async () => {
  const { mock, people, client: other, options } = await world(3);
  let deleted = false;
  const fetch: typeof options.fetch = async (input, init) => {
    if (init?.method === "PATCH" && !deleted) {
      deleted = true;
      const [, second] = people.records.list();
      if (second !== undefined) await other.collection("people").delete(second.id);
    }
    return await mock.fetch(input, init);
  };
  const client = createClient({ ...options, fetch });
  const report = await importRecords(client, "people", () => each(rowsOf(3)), {
    service: SERVICE,
    clock: options.clock,
  });
  expect([report.cause, report.updated, report.refused.map(({ row }) => row)])
    .toEqual([undefined, [[2, 2], [4, 4]], [3]]);
});
