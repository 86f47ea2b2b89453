import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import * as z from "zod";
import { createClient } from "../../../../../mod.ts";
import { createMockServer, demoSeed, type Seed } from "../../../../../mock-server/mod.ts";

const APP_ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";
const OTHER_APP_ID = "5d0d6c1e-2f4b-4a39-8c55-9b1c2d3e4f50";
const COLLECTION_ID = "a1b2c3d4-0000-4000-8000-000000000001";
const APP = {
  appId: APP_ID,
  appSecret: "a-secret-for-tests",
  name: "Import",
  description: "Nightly import",
};
const PEOPLE = {
  slug: "people",
  name: "People",
  id: COLLECTION_ID,
  fields: { jobTitle: "text" },
  records: [
    { id: "ada", numericId: 7, data: { jobTitle: "Engineer" } },
    { data: {}, external: [{ key: "crm", id: "42", properties: { since: 2020 } }] },
  ],
} as const;

/** Returns a seed as if it were read from a JSON file. */
const json = (value: unknown): object => JSON.parse(JSON.stringify(value));

const SEED = json({ apps: [APP], collections: [PEOPLE] });

describe("a seed sets", () => {
  test("the records with their IDs, numbers and links", () => {
    const [people] = createMockServer({ seed: SEED }).tenant.collections.list();
    expect([people?.slug, people?.name, people?.id]).toEqual(["people", "People", COLLECTION_ID]);
    const [ada, other] = people?.records.list() ?? [];
    expect(ada).toEqual({
      id: "ada",
      numericId: 7,
      data: { jobTitle: "Engineer" },
      external: null,
    });
    expect(other).toEqual({
      id: expect.stringMatching(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/),
      numericId: 8,
      data: {},
      external: [{ key: "crm", id: "42", properties: { since: 2020 } }],
    });
  });

  test("the App ID and the secret: POST /token accepts only them, in either field", async () => {
    const mock = createMockServer({ seed: SEED });
    const status = async (secret: object) => {
      const response = await mock.fetch(`${mock.baseUrl}token`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ appId: APP_ID, ...secret }),
      });
      return response.status;
    };
    expect(await status({ appSecret: APP.appSecret })).toBe(200);
    expect(await status({ secret: APP.appSecret })).toBe(200);
    expect(await status({ appSecret: `${APP.appSecret}!` })).toBe(401);
  });

  test("the state of an app", async () => {
    for (const state of ["active", "expired", "revoked"] as const) {
      const mock = createMockServer({ seed: { apps: [{ ...APP, state }] } });
      expect(mock.tenant.apps.list().map((app) => app.state)).toEqual([state]);
    }
  });

  test("the fields that requests are checked against", async () => {
    const mock = createMockServer();
    const { apps: [app] } = mock.tenant.seed(json({
      apps: [{ name: "Import", description: "Nightly import" }],
      collections: [PEOPLE],
    }));
    if (app === undefined) throw new Error("expected the app of the seed");
    const people = createClient(app.clientOptions()).collection("people");
    expect((await people.get("ada")).data).toEqual({ jobTitle: "Engineer" });
    await expect(people.create({ data: { JobTitle: "x" } })).rejects.toThrow("jobTitle");
  });

  test("generated values for absent ones: App IDs, secrets, collection IDs", () => {
    const { apps, collections } = createMockServer().tenant.seed({
      apps: [{ name: "A", description: "a" }, { name: "B", description: "b" }],
      collections: [{ slug: "a", name: "A" }, { slug: "b", name: "B" }],
    });
    expect(new Set(apps.flatMap(({ appId, appSecret }) => [appId, appSecret])).size).toBe(4);
    expect(apps[0]?.appSecret).toMatch(/^[A-Za-z0-9+/]{86}==$/);
    expect(new Set(collections.map(({ id }) => id)).size).toBe(2);
  });

  test("its original values, even if it is applied later and its objects have changed", () => {
    const seed: Seed = { collections: [{ slug: "a", name: "A", records: [{ data: { n: [1] } }] }] };
    const mock = createMockServer({ seed });
    seed.collections?.push({ slug: "b", name: "B" });
    Object.assign(seed.collections?.[0]?.records?.[0]?.data ?? {}, { n: [2] });
    const all = mock.tenant.collections.list();
    expect(all.map(({ slug, records }) => [slug, records.list().map(({ data }) => data)]))
      .toEqual([["a", [{ n: [1] }]]]);
  });
});

describe("a seed is applied", () => {
  test("to the default tenant only, when it is the server's", () => {
    const mock = createMockServer({ seed: SEED });
    const other = mock.createTenant();
    expect([other.apps.list(), other.collections.list()]).toEqual([[], []]);
    expect(mock.tenant.apps.list().map(({ appId }) => appId)).toEqual([APP_ID]);
  });

  test("in addition to existing data, when it is a tenant's", () => {
    const mock = createMockServer({ seed: SEED });
    mock.tenant.seed({ collections: [{ slug: "orders", name: "Orders" }] });
    expect(mock.tenant.collections.list().map(({ slug }) => slug)).toEqual(["people", "orders"]);
  });

  test("without effect when it is empty", () => {
    expect(createMockServer().tenant.seed({})).toEqual({ apps: [], collections: [] });
  });
});

/** Returns a seed with one collection that has these records. */
const withRecords = (...records: object[]) => ({
  collections: [{ slug: "orders", name: "Orders" }, {
    slug: "people",
    name: "People",
    fields: { jobTitle: "text" },
    records,
  }],
});

describe("an invalid seed is refused, and the error names the place", () => {
  const link = { key: "crm", id: "1" };
  for (
    const [what, seed, message] of [
      ["an array", [], /^seed: /],
      ["an unknown property", { app: [] }, /^Unknown option app\. Did you mean apps\?$/],
      ["apps that are not an array", { apps: {} }, /^apps: /],
      [
        "an app without a name",
        { apps: [{ description: "a" }] },
        /^apps\[0\]\.name is missing\. Expected a string/,
      ],
      [
        "a blank description",
        { apps: [{ ...APP, description: " " }] },
        /^apps\[0\]\.description: /,
      ],
      [
        "an App ID that is not a UUID",
        { apps: [APP, { ...APP, appId: "42" }] },
        /^apps\[1\]\.appId: .*"42"/,
      ],
      ["an empty secret", { apps: [{ ...APP, appSecret: "" }] }, /^apps\[0\]\.appSecret: /],
      [
        "an unknown state",
        { apps: [{ ...APP, state: "gone" }] },
        /^apps\[0\]\.state: .*"revoked", got "gone"/,
      ],
      [
        "a slug with a space",
        { collections: [{ slug: "a b", name: "A" }] },
        /^collections\[0\]\.slug: /,
      ],
      [
        "an unknown type",
        { collections: [{ slug: "a", name: "A", fields: { b: "int" } }] },
        /^collections\[0\]\.fields\.b: /,
      ],
      ["a record without data", withRecords({ dta: {} }), /collections\[1\]\.records\[0\]/],
      [
        "an unknown field",
        withRecords({ data: {} }, { data: { jobtitle: "x" } }),
        /^Unknown field collections\[1\]\.records\[1\]\.data\.jobtitle\. Did you mean "jobTitle"/,
      ],
      [
        "a value of another type",
        withRecords({ data: { jobTitle: 3 } }),
        /^collections\[1\]\.records\[0\]\.data\.jobTitle: expected a string, got 3/,
      ],
      [
        "an ID that names a call",
        withRecords({ id: "all", data: {} }),
        /^collections\[1\]\.records\[0\]\.id: .*not "all"/,
      ],
      [
        "a record ID that copies would lose",
        withRecords({ id: "__proto__", data: {} }),
        /^collections\[1\]\.records\[0\]\.id: .*"__proto__", got "__proto__"/,
      ],
      [
        "an ID with a slash",
        withRecords({ id: "a/b", data: {} }),
        /^collections\[1\]\.records\[0\]\.id: /,
      ],
      [
        "a number below one",
        withRecords({ numericId: 0, data: {} }),
        /^collections\[1\]\.records\[0\]\.numericId: expected 1, 2, 3, …, got 0/,
      ],
      [
        "a link without an ID",
        withRecords({ data: {}, external: [{ key: "crm" }] }),
        /^collections\[1\]\.records\[0\]\.external\[0\]\.id is missing/,
      ],
      [
        "an App ID twice, in another case",
        { apps: [APP, { ...APP, appId: APP_ID.toUpperCase() }] },
        /^apps\[1\]\.appId: .* twice/,
      ],
      [
        "a slug twice",
        { collections: [{ slug: "a", name: "A" }, { slug: "a", name: "B" }] },
        /^collections\[1\]\.slug: "a" is already used/,
      ],
      ["a collection's ID twice", {
        collections: [{ ...PEOPLE, records: [] }, {
          slug: "b",
          name: "B",
          id: COLLECTION_ID.toUpperCase(),
        }],
      }, /^collections\[1\]\.id: .* is already used/],
      [
        "a record's ID twice",
        withRecords({ id: "x", data: {} }, { id: "x", data: {} }),
        /^collections\[1\]\.records\[1\]\.id: "x" is already used/,
      ],
      [
        "a number twice",
        withRecords({ numericId: 7, data: {} }, { numericId: 7, data: {} }),
        /^collections\[1\]\.records\[1\]\.numericId: 7 is already used/,
      ],
      [
        "an external ID twice",
        withRecords({ data: {}, external: [link] }, { data: {}, external: [link] }),
        /^collections\[1\]\.records\[1\]\.external\[0\]: external ID "1" of service "crm" is already linked to collections\[1\]\.records\[0\]\.external\[0\]/,
      ],
      [
        "an external ID twice in one record",
        withRecords({ data: {}, external: [link, link] }),
        /^collections\[1\]\.records\[0\]\.external\[1\]: external ID "1" of service "crm" is already linked/,
      ],
    ] as const satisfies readonly (readonly [string, object, RegExp])[]
  ) {
    test(what, () => {
      for (
        const plant of [
          () => createMockServer({ seed: json(seed) }),
          () => createMockServer().tenant.seed(json(seed)),
        ]
      ) {
        expect(plant).toThrow(TypeError);
        expect(plant).toThrow(message);
      }
    });
  }
});

describe("a refused seed changes nothing", () => {
  const before = () => {
    const mock = createMockServer({ seed: SEED });
    const { tenant } = mock;
    const state = () => ({
      apps: tenant.apps.list(),
      collections: tenant.collections.list().map(({ slug, records }) => [slug, records.list()]),
    });
    return { mock, tenant, state, was: state() };
  };
  const fresh = { slug: "orders", name: "Orders", records: [{ data: {} }] };

  for (
    const [what, seed, message] of [
      ["for a record", {
        apps: [{ ...APP, appId: OTHER_APP_ID }],
        ...withRecords({ data: { zip: 1 } }),
      }, "zip"],
      ["for a slug that is already used", {
        apps: [{ ...APP, appId: OTHER_APP_ID }],
        collections: [fresh, { ...PEOPLE, id: undefined }],
      }, 'collections[1].slug: "people" is already used'],
      ["for a collection's ID that is already used", {
        collections: [fresh, { slug: "b", name: "B", id: COLLECTION_ID }],
      }, "collections[1].id: "],
      ["for an App ID that is already used", {
        apps: [{ ...APP, appId: OTHER_APP_ID }, APP],
        collections: [fresh],
      }, `apps[1].appId: ${APP_ID} is already used on this server`],
    ] as const
  ) {
    test(what, () => {
      const { mock, tenant, state, was } = before();
      expect(() => tenant.seed(json(seed))).toThrow(message);
      expect(state()).toEqual(was);
      // No part of it was applied, so the corrected seed can be.
      const apps = [{ ...APP, appId: OTHER_APP_ID }];
      expect(mock.createTenant().seed({ apps, collections: [fresh] }).apps.length).toBe(1);
      expect(tenant.seed({ collections: [fresh] }).collections.length).toBe(1);
    });
  }

  test("the App IDs of the server's seed are reserved before their first use", () => {
    const mock = createMockServer({ seed: SEED });
    const other = mock.createTenant();
    expect(() => other.seed({ apps: [APP], collections: [fresh] }))
      .toThrow(`apps[0].appId: ${APP_ID} is already used on this server`);
    expect([other.apps.list(), other.collections.list()]).toEqual([[], []]);
  });

  test("a record that is added later continues from the highest number", () => {
    const { tenant } = before();
    const [people] = tenant.collections.list();
    expect(() => people?.records.add({ data: {}, numericId: 7 })).toThrow(
      "numericId: 7 is already used",
    );
    expect(people?.records.add({ data: {} }).numericId).toBe(9);
  });
});

describe("the JSON Schema of seed files", () => {
  const file = new URL("../../../../../docs/seed.schema.json", import.meta.url);
  const schema = z.fromJSONSchema(JSON.parse(readFileSync(file, "utf8")));

  test("accepts what the mock accepts, and a seed may name it", () => {
    const seeds = [SEED, demoSeed(), {}, {
      $schema: "seed.schema.json",
      behaviors: { "list.order": "id" },
    }];
    for (const seed of seeds) {
      expect(() => createMockServer({ seed })).not.toThrow();
      expect(schema.safeParse(seed).success).toBe(true);
    }
  });

  test("refuses what the mock refuses", () => {
    const seeds = [
      { $schema: 1 },
      { colections: [] },
      { apps: [{ name: " ", description: "Nightly import" }] },
      { collections: [{ slug: "a b", name: "A" }] },
      { collections: [{ slug: "a", name: "A", fields: { age: "int" } }] },
      { collections: [{ slug: "a", name: "A", records: [{ data: 1 }] }] },
      { collections: [{ slug: "a", name: "A", records: [{ data: {}, id: "a/b" }] }] },
      { behaviors: { "list.order": "newest" } },
    ];
    for (const seed of seeds) {
      expect(() => createMockServer({ seed })).toThrow(TypeError);
      expect(schema.safeParse(seed).success).toBe(false);
    }
  });
});

test("a seed without App IDs gives each tenant other apps", () => {
  const mock = createMockServer();
  const seed = { apps: [{ name: "Import", description: "Nightly import" }] };
  const ids = [1, 2].map(() => mock.createTenant({ seed }).apps.list()[0]?.appId);
  expect(new Set(ids).size).toBe(2);
});

test("a seed's behaviors apply to its own records and to later requests", () => {
  const behaviors = { "fields.wrong-type": "store" };
  const orders = { slug: "orders", name: "Orders", fields: { amount: "number" } };
  const collections = [{ ...orders, records: [{ data: { amount: "many" } }] }];
  for (
    const given of [{ seed: { behaviors, collections } }, { behaviors, seed: { collections } }]
  ) {
    const { tenant } = Reflect.apply(createMockServer, undefined, [given]);
    expect(tenant.collections.list()[0]?.records.count()).toBe(1);
    expect(tenant.behaviors.get("fields.wrong-type")).toBe("store");
  }
  const { tenant } = createMockServer();
  expect(tenant.seed({ behaviors, collections }).apps).toEqual([]);
  expect(tenant.behaviors.get("fields.wrong-type")).toBe("store");
  expect(tenant.apps.list()).toEqual([]);
  // Another seed without behaviors keeps them.
  tenant.seed({});
  expect(tenant.behaviors.get("fields.wrong-type")).toBe("store");
});
