import { describe, expect, test } from "bun:test";
import { createMockServer } from "../../../../../mock-server/mod.ts";

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
      ["date", ["2026-01-31", "2026-01-31T09:30:00Z", "2026-01-31T09:30:00.123+02:00"], [
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
