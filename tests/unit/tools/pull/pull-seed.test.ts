import { describe, expect, test } from "bun:test";
import { createClient, type JsonObject } from "../../../../mod.ts";
import { behaviorTable, createMockServer, type Seed } from "../../../../mock-server/mod.ts";
import { pullSeed } from "../../../../tools/mod.ts";

const ADA = "6f1c2a4e-1111-4222-8333-444455556666";
const COMPANY = "7a1c2a4e-1111-4222-8333-444455556666";

const PEOPLE: { id?: string; data: JsonObject; external?: { key: string; id: string }[] }[] = [
  {
    id: ADA,
    data: {
      fullName: "Ada Lovelace",
      email: "ada@lovelace.test",
      phone: "+44 20 7946 0000",
      born: "1815-12-10",
      seen: "2026-01-31T08:15:00Z",
      salary: 51234.56,
      customer: 47110815,
      active: true,
      company: { id: COMPANY },
      note: "Met Müller2 and Иванов7 at ada@lovelace.test, room 512.",
      link: "https://lovelace.test/ada?token=secret",
    },
    external: [{ key: "crm", id: "47110815" }],
  },
  {
    data: {
      fullName: "Grace Hopper",
      email: "grace@hopper.test",
      phone: null,
      born: null,
      manager: { id: ADA.toUpperCase() },
      managerMail: "ada@lovelace.test",
      salary: 0,
      note: "",
    },
    external: [{ key: "crm", id: "47110816" }],
  },
];

/** Parts of the values above that must not be in an anonymized seed. */
const CANARIES =
  /Ada|Lovelace|Grace|Hopper|7946|1815-12|2026-01|51234|4711|Met|M.ller|Иванов|512|secret/i;

async function world(behaviors: Record<string, string> = {}) {
  const mock = createMockServer({ behaviors });
  const people = mock.tenant.collections.create({ slug: "people", name: "People" });
  for (const record of PEOPLE) people.records.add(record);
  const companies = mock.tenant.collections.create({ slug: "companies", name: "Companies" });
  companies.records.add({ id: COMPANY, data: { name: "Analytical Engines Ltd", ranks: [1, 2] } });
  mock.tenant.collections.create({ slug: "nothing", name: "Nothing" });
  const app = await mock.tenant.apps.create({ name: "Pull", description: "Makes a seed" });
  return { mock, client: createClient(app.clientOptions()) };
}

test("a mock with the seed has the same records, and checks the types of the fields", async () => {
  const { mock, client } = await world();
  const seed: Seed = await pullSeed(client);
  const copy = createMockServer({ seed: JSON.parse(JSON.stringify(seed)) });
  const contentOf = (of: typeof mock) =>
    of.tenant.collections.list().map(({ slug, id, records }) => [slug, id, records.list()])
      .toSorted();
  expect(contentOf(copy)).toEqual(contentOf(mock));
  const people = seed.collections?.find(({ slug }) => slug === "people");
  expect(people?.fields).toMatchObject({
    fullName: "text",
    born: "date",
    seen: "date",
    salary: "number",
    active: "boolean",
    company: "link",
  });
  // A seed cannot describe a list of numbers.
  expect(seed.collections?.find(({ slug }) => slug === "companies")?.fields).toBeUndefined();
});

test("an anonymized seed has none of the values, works in a mock, and keeps the links", async () => {
  const { client } = await world();
  // With a random key, a replacement may have the digits or the first name of another value.
  const key = new Uint8Array(32).fill(7);
  const seed = await pullSeed(client, { anonymize: true, key });
  const text = JSON.stringify(seed);
  expect(text).not.toMatch(/6f1c2a4e|7a1c2a4e/);
  // The IDs that the mock made are random, and so are their replacements.
  expect(text.replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, "")).not.toMatch(CANARIES);
  createMockServer({ seed });
  const [companies, , people] = seed.collections;
  const [ada, grace] = people?.records ?? [];
  if (ada === undefined || grace === undefined) throw new Error("records are missing");
  expect(ada.data["company"]).toEqual({ id: companies?.records[0]?.id ?? "" });
  expect(grace.data["manager"]).toEqual({ id: ada.id ?? "" });
  expect(grace.data["managerMail"]).toBe(ada.data["email"] ?? null);
  expect(String(ada.data["customer"])).toBe(ada.external?.[0]?.id ?? "");
  expect(ada.data["email"]).toMatch(/^[a-z]+\.[a-z]+\d+@example\.com$/);
  expect(ada.data["fullName"]).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
  expect(ada.data["phone"]).toMatch(/^\+\d\d \d\d \d{4} \d{4}$/);
  expect(ada.data["salary"]).toBeGreaterThan(9_999);
  expect([ada.data["active"], grace.data["phone"], grace.data["salary"], grace.data["note"]])
    .toEqual([true, null, 0, ""]);
});

test("each run gives other values, and the same key the same ones", async () => {
  const { client } = await world();
  const run = async (key?: Uint8Array<ArrayBuffer>) =>
    JSON.stringify(await pullSeed(client, { anonymize: true, key }));
  expect(await run()).not.toBe(await run());
  const key = crypto.getRandomValues(new Uint8Array(32));
  expect(await run(key)).toBe(await run(key));
  await expect(run(new Uint8Array(8))).rejects.toThrow("key: expected at least 16 bytes");
});

test("IDs in other services stay different, also when there are few of their form", async () => {
  const mock = createMockServer();
  const items = mock.tenant.collections.create({ slug: "items", name: "Items" });
  for (let n = 0; n < 500; n++) {
    items.records.add({ data: { n }, external: [{ key: "shop", id: String(n).padStart(3, "0") }] });
  }
  const app = await mock.tenant.apps.create({ name: "Pull", description: "Makes a seed" });
  const client = createClient(app.clientOptions());
  const seed = await pullSeed(client, { anonymize: true, limit: "all" });
  const ids = seed.collections[0]?.records.flatMap(({ external = [] }) =>
    external.map((of) => of.id)
  );
  expect(new Set(ids).size).toBe(500);
  createMockServer({ seed });
});

test("limit and collections select what is read, and wrong ones are refused", async () => {
  const { client } = await world();
  const seed = await pullSeed(client, { collections: ["people"], limit: 1 });
  expect(seed.collections.map(({ slug, records }) => [slug, records.length])).toEqual([[
    "people",
    1,
  ]]);
  await expect(pullSeed(client, { limit: 0 })).rejects.toThrow("limit: expected an integer");
  await expect(pullSeed(client, { collections: ["peple"] })).rejects.toThrow("no collection");
});

const WORLDS = Object.entries(behaviorTable).flatMap(([id, { options }]) =>
  /^(?:list|record|collections)\./.test(id)
    ? Object.keys(options).map((option) => ({ [id]: option }))
    : []
);

describe.each(WORLDS)("where %j", (behaviors) => {
  test.each([true, false])("a mock accepts the seed (anonymize: %p)", async (anonymize) => {
    const { client } = await world(behaviors);
    const seed = await pullSeed(client, { anonymize });
    const copy = createMockServer({ seed });
    const counts = copy.tenant.collections.list().map(({ records }) => records.list().length);
    expect(counts.toSorted()).toEqual([0, 1, 2]);
  });
});
