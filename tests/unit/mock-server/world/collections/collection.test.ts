import { describe, expect, test } from "bun:test";
import { type BehaviorOptions, createMockServer } from "../../../../../mock-server/mod.ts";
import { RESERVED_WORDS } from "../../../../../src/wire/operations.ts";
import { createBehaviors } from "../../../../../mock-server/world/behaviors/behaviors.ts";
import { createCollection } from "../../../../../mock-server/world/collections/collection.ts";
import { createMemoryStore } from "../../../../../mock-server/world/collections/memory-store/memory-store.ts";

const ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";
const collections = () => createMockServer().tenant.collections;

describe("a collection", () => {
  test("needs only a slug and a name, and gets its own ID", () => {
    const all = collections();
    const [people, orders] = [
      all.create({ slug: "people", name: "People" }),
      all.create({ slug: "purchase-orders", name: "Purchase orders" }),
    ];
    expect([people.slug, people.name, people.records.count()]).toEqual(["people", "People", 0]);
    expect(people.id).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(people.id).toBe(people.id);
    expect(orders.id).not.toBe(people.id);
    expect(all.list()).toEqual([people, orders]);
  });

  test("accepts a fixed ID, and shows it in lower case", () => {
    const { id } = collections().create({ slug: "people", name: "People", id: ID.toUpperCase() });
    expect(id).toBe(ID);
  });

  test("without defined fields accepts any field", () => {
    const { records } = collections().create({ slug: "any", name: "Any" });
    expect(records.add({ data: { snake_case: 1, "Job Title": null } }).data)
      .toEqual({ snake_case: 1, "Job Title": null });
  });

  test("with defined fields accepts only those, and null in each", () => {
    const fields = { jobTitle: "text", amount: { type: "number" } } as const;
    const { records } = collections().create({ slug: "people", name: "People", fields });
    expect(records.add({ data: { jobTitle: "Engineer", amount: null } }).numericId).toBe(1);
    expect(() => records.add({ data: { JobTitle: "Engineer" } }))
      .toThrow('Unknown field data.JobTitle. Did you mean "jobTitle"?');
    expect(() => records.add({ data: { amount: "3" } }))
      .toThrow('data.amount: expected a number, got "3"');
    expect(records.count()).toBe(1);
  });

  test("with an empty list of fields refuses any field, and the error says that there are no fields", () => {
    const { records } = collections().create({ slug: "none", name: "None", fields: {} });
    expect(records.add({ data: {} }).data).toEqual({});
    expect(() => records.add({ data: { a: 1 } }))
      .toThrow("Unknown field data.a. This collection has no fields.");
  });

  test("after the largest number assigns the smallest one that is free", async () => {
    const largest = Number.MAX_SAFE_INTEGER;
    const { tenant } = createMockServer({
      seed: {
        collections: [{
          slug: "many",
          name: "Many",
          records: [{ data: {} }, { data: {}, numericId: largest }, { data: {}, numericId: 2 }],
        }],
      },
    });
    const [many] = tenant.collections.list();
    for (let i = 0; i < 2; i++) many?.records.add({ data: {} });
    expect(many?.records.list().map(({ numericId }) => numericId)).toEqual([1, largest, 2, 3, 4]);
    const snapshot = await tenant.snapshot();
    await tenant.restore(snapshot);
    expect(await tenant.snapshot()).toEqual(snapshot);
  });

  test("does not change when its definition object changes", () => {
    const fields: Record<string, "text" | "number"> = { jobTitle: "text" };
    const { records } = collections().create({ slug: "people", name: "People", fields });
    fields.salary = "number";
    expect(() => records.add({ data: { salary: 1 } })).toThrow("data.salary");
  });
});

describe("a field's type", () => {
  for (
    const [type, good, bad] of [
      ["text", ["", "a"], [1, true, {}, []]],
      ["number", [0, -1.5], ["1", true, {}]],
      ["boolean", [true, false], [0, "true"]],
      ["date", [
        "2026-01-31",
        "2026-01-31T09:30:00",
        "2026-01-31T09:30:00Z",
        "2026-01-31T09:30:00.123+02:00",
      ], [
        "31.01.2026",
        "2026-02-30",
        "yesterday",
        0,
      ]],
      ["link", [{ id: "a" }, [{ id: "a" }, { id: "b" }], []], ["a", {}, { id: "" }, [{ id: 1 }]]],
    ] as const
  ) {
    test(`${type} accepts its own values and no others`, () => {
      const fields = { value: type };
      const { records } = collections().create({ slug: "typed", name: "Typed", fields });
      const add = (value: unknown) => Reflect.apply(records.add, records, [{ data: { value } }]);
      for (const value of [...good, null]) expect(add(value).data).toEqual({ value });
      for (const value of bad) expect(() => add(value)).toThrow(/^data\.value: expected /);
      expect(records.count()).toBe(good.length + 1);
    });
  }
});

describe("the error for a value of a wrong type says what the field takes", () => {
  const cases = [
    ["text", "a string"],
    ["number", "a number"],
    ["boolean", "true or false"],
    ["date", 'a date in ISO 8601, such as "2026-01-31"'],
    ["link", 'a link such as {"id":"…"}, or an array of them'],
  ] as const;
  for (const [type, expected] of cases) {
    test(type, () => {
      const { records } = collections().create({ slug: "a", name: "A", fields: { value: type } });
      expect(() => records.add({ data: { value: { a: 1 } } }))
        .toThrow(`data.value: expected ${expected}, got {"a":1}.`);
    });
  }
});

describe("an invalid record is refused, and the error names the place", () => {
  const words = [...RESERVED_WORDS, "__proto__"].map((word) => `"${word}"`).join(", ");
  const IDS = `id: expected letters, digits and hyphens, and not ${words}, got `;
  const cases: [record: unknown, message: string][] = [
    [undefined, "record is missing. Expected an object."],
    [{}, "data is missing."],
    [{ data: 5 }, "data: expected an object, got 5."],
    [{ data: {}, more: 1 }, "Unknown option more."],
    [{ data: {}, id: 5 }, "id: expected a string, got 5."],
    ...["a/b", "!a", "a!", "", "all", "bulk", "ingest", "__proto__"].map((
      id,
    ): [unknown, string] => [
      { data: {}, id },
      `${IDS}${JSON.stringify(id)}.`,
    ]),
    ...[0, -1, 1.5, "1"].map((numericId): [unknown, string] => [
      { data: {}, numericId },
      `numericId: expected 1, 2, 3, …, got ${JSON.stringify(numericId)}.`,
    ]),
    [{ data: {}, external: {} }, "external: expected an array, got {}."],
    [{ data: {}, external: [{ key: "crm" }] }, "external[0].id is missing."],
  ];
  for (const [record, message] of cases) {
    test(message, () => {
      const { records } = collections().create({ slug: "a", name: "A" });
      expect(() => Reflect.apply(records.add, records, [record])).toThrow(TypeError);
      expect(() => Reflect.apply(records.add, records, [record])).toThrow(message);
      expect(records.count()).toBe(0);
    });
  }

  test("an ID of letters, digits and hyphens is accepted", () => {
    const { records } = collections().create({ slug: "a", name: "A" });
    for (const id of ["a", "Own_1-2", "42"]) expect(records.add({ id, data: {} }).id).toBe(id);
  });

  test("null is the same as no ID, no number and no links", () => {
    const { records } = collections().create({ slug: "a", name: "A" });
    const record = records.add({ data: {}, id: null, numericId: null, external: null });
    expect(record).toEqual({ id: expect.any(String), numericId: 1, data: {}, external: null });
  });
});

describe("an invalid definition is refused, and the error names the place", () => {
  const good = { slug: "people", name: "People" };
  for (
    const [what, definition, message] of [
      ["nothing", undefined, "collection is missing. Expected an object."],
      ["a list", [], "collection: expected an object, got []."],
      ["no slug", { name: "People" }, "slug is missing. Expected a string such as"],
      ["an empty slug", { ...good, slug: "" }, "slug: expected letters, digits and hyphens"],
      ["a slug with a space", { ...good, slug: "a b" }, "slug: expected letters, digits and hyph"],
      ["a slug with a slash", { ...good, slug: "a/b" }, "slug: expected letters, digits and hyph"],
      [
        "a slug that is a UUID",
        { ...good, slug: ID },
        "slug: expected letters, digits and hyphens",
      ],
      ["no name", { slug: "people" }, "name is missing. Expected a string"],
      ["a blank name", { ...good, name: " " }, "name: expected a string that is not blank"],
      ["an ID that is not a UUID", { ...good, id: "42" }, 'id: expected a UUID, got "42"'],
      ["an unknown type", { ...good, fields: { age: "integer" } }, 'fields.age: expected "text", '],
      [
        "an unknown type in an object",
        { ...good, fields: { age: { type: "integer" } } },
        'fields.age: expected "text", ',
      ],
      [
        "a field without a name",
        { ...good, fields: { "": "text" } },
        "expected a field name that is",
      ],
      [
        "tracked that is not a boolean",
        { ...good, fields: { age: { type: "number", tracked: 1 } } },
        "fields.age: expected",
      ],
      ["an unknown property", { ...good, feilds: {} }, "feilds"],
    ] as const
  ) {
    test(what, () => {
      const all = collections();
      // Wrong on purpose, as the compiler would also report.
      const create = () => Reflect.apply(all.create, all, [definition]);
      expect(create).toThrow(TypeError);
      expect(create).toThrow(message);
      expect(all.list()).toEqual([]);
    });
  }

  const SLUG =
    'slug: expected letters, digits and hyphens such as "purchase-orders", not a UUID, got ';
  const FIELD =
    'fields.age: expected "text", "number", "boolean", "date", "link", or { type, tracked, hidden } with ' +
    "one of them, got ";
  const exact: [definition: object, message: string][] = [
    [{ ...good, slug: 5 }, 'slug: expected a string such as "purchase-orders", got 5.'],
    [{ name: "x" }, 'slug is missing. Expected a string such as "purchase-orders".'],
    ...["!a", "a!", ID, ""].map((slug): [object, string] => [
      { ...good, slug },
      `${SLUG}${JSON.stringify(slug)}.`,
    ]),
    [{ ...good, name: 5 }, "name: expected a string, got 5."],
    [{ ...good, name: "\t" }, 'name: expected a string that is not blank, got "\\t".'],
    [{ ...good, fields: { age: "integer" } }, `${FIELD}"integer".`],
    [{ ...good, fields: { age: {} } }, `${FIELD}{}.`],
    [
      { ...good, fields: { age: { type: "text", hidden: 1 } } },
      `${FIELD}{"type":"text","hidden":1}.`,
    ],
    [{ ...good, fields: { age: { type: "text", hide: true } } }, "Unknown option fields.age.hide."],
    [{ ...good, fields: 5 }, "fields: expected an object, got 5."],
    [{ ...good, fields: { "": "text" } }, "expected a field name that is not empty"],
  ];
  for (const [definition, message] of exact) {
    test(message, () => {
      const all = collections();
      expect(() => Reflect.apply(all.create, all, [definition])).toThrow(message);
    });
  }

  test("a slug that is already used", () => {
    const all = collections();
    all.create(good);
    expect(() => all.create(good)).toThrow('slug: "people" is already used in this tenant');
    expect(all.list().length).toBe(1);
  });

  test("an ID that is already used, in any case, including generated ones", () => {
    const all = collections();
    const { id } = all.create(good);
    all.create({ slug: "orders", name: "Orders", id: ID });
    for (const taken of [id, id.toUpperCase(), ID, ID.toUpperCase()]) {
      expect(() => all.create({ slug: "other", name: "Other", id: taken }))
        .toThrow(`id: "${taken}" is already used in this tenant`);
    }
    expect(all.list().length).toBe(2);
  });

  test("a slug or ID of another tenant is available", () => {
    const mock = createMockServer();
    for (const tenant of [mock.tenant, mock.createTenant()]) {
      expect(tenant.collections.create({ ...good, id: ID }).id).toBe(ID);
    }
  });
});

const NOON = Date.parse("2026-01-31T12:00:00Z");

/** A collection of a tenant with these behaviors, whose records were written second by second. */
function stateWith(behaviors: BehaviorOptions = {}, definition: object = {}) {
  let time = NOON;
  let made = 0;
  const store = createMemoryStore();
  const state = createCollection({ slug: "people", name: "People", ...definition }, {
    now: () => time += 1_000,
    newId: () => `new ${++made}`,
    behaviors: createBehaviors(behaviors),
    createStore: () => store,
  });
  const link = (id: string, key = "crm") => ({ key, id });
  const linksOf = (id: string) => state.store.get(id)?.external.map((of) => `${of.key}${of.id}`);
  return { state, store, link, linksOf };
}

describe("the order of a list", () => {
  const orders = [
    ["created", ["c", "a", "b", "d"]],
    ["updated", ["a", "d", "b", "c"]],
    ["id", ["a", "b", "c", "d"]],
  ] as const;
  for (const [order, expected] of orders) {
    test(order, () => {
      const { state } = stateWith({ "list.order": order });
      for (const id of ["c", "a", "b", "d"]) state.add({ id, data: {} });
      state.update({ id: "b", data: {} });
      state.update({ id: "c", data: {} });
      const ids = (from: number, count: number) => {
        const { total, records } = state.select({}, from, count);
        expect(total).toBe(4);
        return records.map(({ id }) => id);
      };
      expect(ids(0, 10)).toEqual([...expected]);
      expect(ids(1, 2)).toEqual(expected.slice(1, 3));
    });
  }

  test("is that of their numbers for records that were updated at the same time", () => {
    const { state } = stateWith({ "list.order": "updated" });
    const records = [{ id: "b", numericId: 2, data: {} }, { id: "a", numericId: 1, data: {} }];
    state.addAll(records.map((of) => ({ ...of, updatedAt: NOON })), (i) => [i]);
    expect(state.select({}, 0, 9).records.map(({ id }) => id)).toEqual(["a", "b"]);
  });
});

describe("the links of an updated record", () => {
  test("are replaced, or kept without new ones", () => {
    const { state, link, linksOf } = stateWith();
    state.add({ id: "a", data: {}, external: [link("1"), link("2")] });
    state.update({ id: "a", external: null });
    state.update({ id: "a", data: {} });
    expect(linksOf("a")).toEqual(["crm1", "crm2"]);
    state.update({ id: "a", external: [link("3")] });
    expect(linksOf("a")).toEqual(["crm3"]);
    state.update({ id: "a", external: [] });
    expect(linksOf("a")).toEqual([]);
  });

  test("can be merged, each only once", () => {
    const { state, link, linksOf } = stateWith({ "update.external": "merge" });
    state.add({ id: "a", data: {}, external: [link("1"), link("2")] });
    state.update({ id: "a", external: [link("1"), link("3"), link("2", "erp")] });
    expect(linksOf("a")).toEqual(["crm2", "crm1", "crm3", "erp2"]);
  });

  test("can be removed with null", () => {
    const { state, link, linksOf } = stateWith({ "update.external-null": "clear" });
    state.add({ id: "a", data: {}, external: [link("1")] });
    state.update({ id: "a", data: {} });
    expect(linksOf("a")).toEqual(["crm1"]);
    state.update({ id: "a", external: null });
    expect(linksOf("a")).toEqual([]);
  });
});

describe("an external ID that is already linked", () => {
  test("moves to the new record, and its owner keeps its other links", () => {
    const { state, link, linksOf } = stateWith({ "external.duplicate": "move" });
    state.add({ id: "a", data: {}, external: [link("1"), link("2"), link("1", "erp")] });
    state.add({ id: "b", data: {}, external: [link("1")] });
    expect([linksOf("a"), linksOf("b")]).toEqual([["crm2", "erp1"], ["crm1"]]);
    state.update({ id: "b", external: [link("1"), link("2")] });
    expect([linksOf("a"), linksOf("b")]).toEqual([["erp1"], ["crm1", "crm2"]]);
    expect(state.store.withExternal("crm", "2")?.id).toBe("b");
  });

  test("moves within a batch in any order, whatever the update of its owner says about links", () => {
    for (const behavior of ["replace", "merge"] as const) {
      for (const external of [undefined, null, ...(behavior === "merge" ? [[]] : [])]) {
        for (const order of [[0, 1], [1, 0]]) {
          const { state, link, linksOf } = stateWith({
            "external.duplicate": "move",
            "update.external": behavior,
          });
          state.add({ id: "a", data: {} });
          state.add({ id: "b", data: {}, external: [link("1"), link("2")] });
          const updates = [{ id: "a", external: [link("1")] }, { id: "b", data: {}, external }];
          const batch = order.flatMap((i) => updates[i] ?? []);
          state.updateAll(batch, (i) => [i]);
          expect([external, order, linksOf("a"), linksOf("b")])
            .toEqual([external, order, ["crm1"], ["crm2"]]);
          expect(state.store.withExternal("crm", "1")?.id).toBe("a");
        }
      }
    }
  });

  for (const [option, status] of [["400", 400], ["409", 409]] as const) {
    test(`is refused with ${option}, and nothing changes`, () => {
      const { state, link, linksOf } = stateWith({ "external.duplicate": option });
      state.add({ id: "a", data: {}, external: [link("1")] });
      state.add({ id: "b", data: {} });
      const expected = expect.objectContaining({ failure: "externalIdTaken", status });
      expect(() => state.add({ data: {}, external: [link("1")] })).toThrow(expected);
      expect(() => state.update({ id: "b", external: [link("2"), link("1")] })).toThrow(expected);
      expect([linksOf("a"), linksOf("b"), state.records.count()]).toEqual([["crm1"], [], 2]);
    });
  }
});

describe("telemetry", () => {
  const FIELDS = { name: "text", level: { type: "number", tracked: true }, more: "text" };
  const at = (minute: number, data: object) => ({
    timestamp: `2026-01-31T12:0${minute}:00Z`,
    data: { ...data },
  });

  test("changes the record to the latest values if the tenant writes them", () => {
    const { state } = stateWith({ "ingest.writes-record": "yes" });
    state.add({ id: "a", data: { name: "Roof", level: 0 } });
    const before = state.store.get("a")?.updatedAt ?? 0;
    state.ingest({ id: "a", changes: [at(3, { level: 3 }), at(1, { level: 1, more: 1 })] }, []);
    expect(state.store.get("a")?.data).toEqual({ name: "Roof", level: 3, more: 1 });
    expect(state.store.get("a")?.updatedAt).toBeGreaterThan(before);
    expect(state.telemetry("a").map(({ data }) => data["level"])).toEqual([3, 1]);
  });

  test("does not change the record otherwise", () => {
    const { state } = stateWith();
    state.add({ id: "a", data: { level: 0 } });
    const before = state.store.get("a");
    state.ingest({ id: "a", changes: [at(3, { level: 3 })] }, []);
    expect(state.store.get("a")).toEqual(Object(before));
  });

  test("is stored all or nothing, in order of arrival, and as copies", () => {
    const { state } = stateWith({}, { fields: FIELDS });
    state.add({ id: "a", data: {} });
    expect(state.telemetry("a")).toEqual([]);
    state.ingest({ id: "a", changes: [at(2, { level: 2 })] }, []);
    const bad = { id: "a", changes: [at(3, { level: 3 }), at(4, { name: "x" })] };
    expect(() => state.ingest(bad, ["records", 0]))
      .toThrow("records[0].changes[1].data.name is not a tracked field");
    state.ingest({ id: "a", changes: [at(1, { level: 1 })] }, []);
    const stored = [at(2, { level: 2 }), at(1, { level: 1 })];
    expect(state.telemetry("a")).toEqual(stored);
    state.telemetry("a").pop();
    expect(state.telemetry("a")).toEqual(stored);
    expect(() => state.ingest({ id: "b", changes: [] }, ["records", 4]))
      .toThrow('records[4].id: record "b" does not exist');
  });

  test("is gone with its record, and with all records", () => {
    const { state } = stateWith();
    for (const id of ["a", "b"]) {
      state.add({ id, data: {} });
      state.ingest({ id, changes: [at(1, {})] }, []);
    }
    state.removeAll(["a"], (i) => [i]);
    expect([state.telemetry("a").length, state.telemetry("b").length]).toEqual([0, 1]);
    state.add({ id: "a", data: {} });
    expect(state.telemetry("a")).toEqual([]);
    state.clear();
    state.add({ id: "b", data: {} });
    expect(state.telemetry("b")).toEqual([]);
    expect(state.records.count()).toBe(1);
  });
});

describe("numbers", () => {
  test("go on from the highest one ever used, and skip given ones", () => {
    const { state } = stateWith();
    const numbers = (batch: { data: object; numericId?: number }[]) =>
      state.addAll(batch.map((of) => ({ ...of, data: {} })), (i) => [i])
        .map(({ numericId }) => numericId);
    expect(numbers([{ data: {} }, { data: {}, numericId: 5 }, { data: {} }])).toEqual([6, 5, 7]);
    state.removeAll(["new 3"], (i) => [i]);
    expect(numbers([{ data: {} }])).toEqual([8]);
  });

  test("and IDs that are used are refused, and the error names the place", () => {
    const { state } = stateWith();
    state.add({ id: "a", numericId: 5, data: {} });
    const add = (of: object) => () =>
      state.addAll([{ data: {} }, { data: {}, ...of }], (i) => ["records", i]);
    expect(add({ numericId: 5 })).toThrow("records[1].numericId: 5 is already used");
    expect(add({ id: "a" })).toThrow('records[1].id: "a" is already used');
    expect(state.records.count()).toBe(1);
  });
});

test("a batch of updates or deletions is done completely or not at all", () => {
  const { state } = stateWith();
  for (const id of ["a", "b"]) state.add({ id, data: { x: 0 } });
  const where = (i: number) => ["records", i];
  const update = (...ids: string[]) => () =>
    state.updateAll(ids.map((id) => ({ id, data: { x: 1 } })), where);
  expect(update("a", "c")).toThrow('records[1].id: record "c" does not exist');
  expect(update("a", "b", "a")).toThrow('records[2].id: record "a" occurs twice');
  expect(() => state.removeAll(["a", "c"], where)).toThrow('records[1]: record "c" does not exist');
  expect(() => state.removeAll(["a", "a"], where)).toThrow('records[1]: record "a" occurs twice');
  expect(state.records.list().map(({ data }) => data)).toEqual([{ x: 0 }, { x: 0 }]);
  expect(update("b", "a")().map(({ id, data }) => [id, data]))
    .toEqual([["b", { x: 1 }], ["a", { x: 1 }]]);
});

test("what tests read are copies", () => {
  const { records } = collections().create({ slug: "people", name: "People" });
  const added = records.add({ data: { tags: ["a"] } });
  added.data["tags"] = [];
  const [listed] = records.list();
  Object.assign(listed?.data ?? {}, { tags: [] });
  expect(records.list()[0]?.data).toEqual({ tags: ["a"] });
});

test("the ID of a collection is known once it was read", () => {
  const { state } = stateWith();
  expect(state.knownId).toBeUndefined();
  expect([state.id, state.knownId]).toEqual(["new 1", "new 1"]);
});

describe("the error of a record", () => {
  const FIELDS = { name: "text", level: { type: "number", tracked: true } };
  const where = (i: number) => ["records", i];

  test("in a batch names its place", () => {
    const { state, link } = stateWith({}, { fields: FIELDS });
    state.addAll([{ id: "a", data: {}, external: [link("1")] }, { id: "b", data: {} }], where);
    const update = (of: object) => () => state.updateAll([{ id: "a" }, { id: "b", ...of }], where);
    expect(update({ data: { name: 5 } })).toThrow(
      "records[1].data.name: expected a string, got 5.",
    );
    expect(update({ data: { nam: "x" } }))
      .toThrow('Unknown field records[1].data.nam. Did you mean "name"?');
    const linked = 'external ID "1" of service "crm" is already linked to ';
    expect(update({ external: [link("2"), link("1")] }))
      .toThrow(`records[1].external[1]: ${linked}record "a". Use an external ID only once`);
    expect(() => state.addAll([{ data: {}, external: [link("2"), link("2")] }], where)).toThrow(
      'records[0].external[1]: external ID "2" of service "crm" is already linked to ' +
        "records[0].external[0].",
    );
    expect(state.records.count()).toBe(2);
  });

  test("that is alone names its property", () => {
    const { state, link } = stateWith({}, { fields: FIELDS });
    state.add({ id: "a", data: {}, external: [link("1")] });
    expect(() => state.update({ id: "z" })).toThrow(/^id: record "z" does not exist/);
    expect(() => state.update({ id: "a", data: { name: 5 } })).toThrow(/^data\.name: expected/);
    expect(() => state.add({ data: { name: 5 } })).toThrow(/^data\.name: expected/);
    expect(() => state.add({ data: {}, external: [link("1")] })).toThrow(/^external\[0\]: /);
  });

  test("names the change of an ingest", () => {
    const { state } = stateWith({ "ingest.naive-timestamp": "fail" });
    state.add({ id: "a", data: {} });
    const ingest = (timestamp: string) => () => {
      const good = { timestamp: "2026-01-31T12:00:00Z", data: {} };
      state.ingest({ id: "a", changes: [good, { timestamp, data: {} }] }, ["records", 2]);
    };
    for (const timestamp of ["noon", "2026-01-31T12:00:00"]) {
      expect(ingest(timestamp)).toThrow(
        "records[2].changes[1].timestamp: expected an ISO 8601 time such as 2026-01-31T12:00:00Z, got " +
          `"${timestamp}".`,
      );
    }
    expect(state.telemetry("a")).toEqual([]);
  });
});

test("a batch may not give a link to a record while another keeps it", () => {
  const { state, link, linksOf } = stateWith();
  state.addAll([{ id: "a", data: {}, external: [link("1")] }, { id: "b", data: {} }], (i) => [i]);
  const give = (of: object) => () =>
    state.updateAll([{ id: "a", ...of }, { id: "b", external: [link("1")] }], (i) => [i]);
  for (const keeps of [{}, { external: null }, { external: [link("1")] }]) {
    expect(give(keeps)).toThrow('external ID "1" of service "crm" is already linked to');
  }
  give({ external: [] })();
  expect([linksOf("a"), linksOf("b")]).toEqual([[], ["crm1"]]);
});

test("assigned numbers skip those that the batch gives", () => {
  const largest = Number.MAX_SAFE_INTEGER;
  const { state } = stateWith();
  const batch = [{}, {}, { numericId: largest }, { numericId: 2 }].map((of) => ({
    ...of,
    data: {},
  }));
  expect(state.addAll(batch, (i) => [i]).map(({ numericId }) => numericId))
    .toEqual([1, 3, largest, 2]);
});

test("a response has lists only if they are wanted", () => {
  const { state } = stateWith();
  const record = state.add({ data: {} });
  for (const view of [undefined, {}, { includeLists: false }]) {
    expect(state.toWire(record, view)).not.toHaveProperty("lists");
  }
  expect(state.toWire(record, { includeLists: true })).toHaveProperty("lists", []);
});

test("values of any type are stored if the tenant stores them, but not unknown fields", () => {
  const fields = { level: { type: "number", tracked: true } };
  const { state } = stateWith({ "fields.wrong-type": "store" }, { fields });
  state.add({ id: "a", data: { level: "high" } });
  expect(state.store.get("a")?.data).toEqual({ level: "high" });
  expect(() => state.add({ data: { name: "x" } })).toThrow("Unknown field data.name.");
});

test("telemetry of another type fails, also if the tenant stores such values in records", () => {
  const fields = { level: { type: "number", tracked: true } };
  const { state } = stateWith({ "fields.wrong-type": "store" }, { fields });
  state.add({ id: "a", data: {} });
  const changes = [{ timestamp: "2026-01-31T12:00:00Z", data: { level: "x" } }];
  expect(() => state.ingest({ id: "a", changes }, [])).toThrow("expected a number");
  expect(state.telemetry("a")).toEqual([]);
});

describe("a snapshot of a collection", () => {
  const CHANGES = [{ timestamp: "2026-01-31T12:00:00Z", data: { level: 1 } }];

  test("restores the records unchanged if the tenant writes telemetry to them", () => {
    const writes = { "ingest.writes-record": "yes" } as const;
    const before = stateWith(writes).state;
    before.add({ id: "a", data: {} });
    before.ingest({ id: "a", changes: CHANGES }, []);
    before.update({ id: "a", data: { level: 2 } });
    const dump = before.dump();
    const after = stateWith(writes).state;
    after.load(dump, []);
    expect(after.dump()).toEqual({ ...dump, id: after.id });
    expect(after.store.get("a")?.data).toEqual({ level: 2 });
  });

  function filled(definition: object = {}) {
    const of = stateWith({}, definition);
    of.state.add({ id: "a", data: { level: 0 }, external: [of.link("1")] });
    of.state.add({ id: "b", numericId: 7, data: {} });
    of.state.add({ id: "c", data: {} });
    of.state.removeAll(["c"], () => ["id"]);
    for (const id of ["a", "b"]) of.state.ingest({ id, changes: CHANGES }, []);
    return of;
  }

  test("has its definition, records, telemetry and highest number", () => {
    const fields = { level: { type: "number", tracked: true } };
    const { state } = filled({ fields });
    expect(state.dump()).toEqual(Object({
      id: state.id,
      slug: "people",
      name: "People",
      fields,
      highestNumericId: 8,
      records: [
        {
          id: "a",
          numericId: 1,
          data: { level: 0 },
          external: [{ key: "crm", id: "1" }],
          updatedAt: NOON + 1_000,
        },
        { id: "b", numericId: 7, data: {}, external: [], updatedAt: NOON + 2_000 },
      ],
      telemetry: { a: CHANGES, b: CHANGES },
    }));
    expect(filled().state.dump()).not.toHaveProperty("fields");
  });

  test("is loaded completely into an empty collection", () => {
    const { state } = filled();
    const dump = state.dump();
    const { state: other, store } = stateWith({}, { id: dump.id });
    other.load(dump, ["collections", 0]);
    expect(other.dump()).toEqual(dump);
    expect(store.withExternal("crm", "1")?.id).toBe("a");
    expect(other.add({ data: {} }).numericId).toBe(9);
  });

  test("that is invalid is refused, and the error names the place", () => {
    const dump = filled().state.dump();
    const load = (over: object) => () =>
      stateWith().state.load({ ...dump, ...over }, ["collections", 4]);
    expect(load({ records: [...dump.records, ...dump.records] }))
      .toThrow('collections[4].records[2].id: "a" is already used');
    expect(load({ telemetry: { z: [] } }))
      .toThrow('collections[4].telemetry.z.id: record "z" does not exist');
  });

  test("has no telemetry of a record that was removed from its store directly", () => {
    const { state, store } = filled();
    store.remove("a");
    expect(state.telemetry("a")).toEqual([]);
    expect(Object.keys(state.dump().telemetry)).toEqual(["b"]);
  });

  test("is a copy", () => {
    const { state } = filled();
    Object.assign(state.dump().records[0]?.data ?? {}, { level: 99 });
    expect(state.store.get("a")?.data).toEqual({ level: 0 });
  });
});
