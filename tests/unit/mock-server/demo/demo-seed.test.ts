import { expect, test } from "bun:test";
import { createClient, type KinabaseRecord } from "../../../../mod.ts";
import { createMockServer, demoCredentials, demoSeed } from "../../../../mock-server/mod.ts";

const mock = createMockServer({ seed: demoSeed() });
const client = createClient({
  ...demoCredentials(),
  baseUrl: mock.baseUrl,
  fetch: mock.fetch,
  clock: mock.clock,
});

const SLUGS = ["companies", "people", "tasks"];

const recordsOf = (slug: string): Promise<KinabaseRecord[]> =>
  Array.fromAsync(client.collection(slug).list());

test("the demo has three collections of 50 records that differ", async () => {
  expect((await client.collections()).map(({ slug }) => slug)).toEqual(SLUGS);
  for (const slug of SLUGS) {
    const records = await recordsOf(slug);
    expect(records).toHaveLength(50);
    const names = records.map(({ data }) => data["name"] ?? data["fullName"] ?? data["title"]);
    expect(new Set(names).size).toBe(50);
  }
});

test("its IDs and values are always the same, so that links in documents keep working", async () => {
  expect(demoSeed()).toEqual(demoSeed());
  const [company] = await recordsOf("companies");
  expect(company).toMatchObject({
    id: "facade01-0000-4000-8000-000000000001",
    numericId: 1,
    data: {
      name: "Brave Teapots",
      industry: "Retail",
      city: "Mockville",
      website: "https://brave-teapots.example",
      employees: 40,
      foundedOn: "2025-02-24",
      isCustomer: false,
    },
  });
  const ids = (await client.collections()).map(({ id }) => id);
  expect(ids).toEqual([1, 2, 3].map((n) => `facade0${n}-0000-4000-8000-000000000000`));
});

test("people link to companies, and tasks to people", async () => {
  for (
    const [from, field, to] of [["people", "company", "companies"], [
      "tasks",
      "assignee",
      "people",
    ]] as const
  ) {
    const targets: unknown[] = (await recordsOf(to)).map(({ id }) => ({ id }));
    const links = (await recordsOf(from)).map(({ data }) => data[field]).filter((link) =>
      link !== null
    );
    expect(links.length).toBeGreaterThan(40);
    for (const link of links) expect(targets).toContainEqual(link);
  }
});

test("there are texts, numbers, dates, booleans and empty fields in each collection", async () => {
  for (const slug of SLUGS) {
    const values = (await recordsOf(slug)).flatMap(({ data }) => Object.values(data));
    const kinds = new Set(values.map((value) => value === null ? "null" : typeof value));
    expect([...kinds]).toEqual(expect.arrayContaining(["string", "number", "boolean", "null"]));
    expect(values).toContainEqual(expect.stringMatching(/^\d{4}-\d\d-\d\d$/));
  }
});

test("some companies and people are found by their ID in the CRM", async () => {
  const [company, person] = await Promise.all([
    client.collection("companies").external("crm").get("COMPANY-1003"),
    client.collection("people").external("crm").get("PERSON-1003"),
  ]);
  expect([company.numericId, person.numericId]).toEqual([3, 3]);
  const withLink = (await recordsOf("people")).filter(({ external }) => external != null);
  expect(withLink).toHaveLength(16);
});

test("the credentials have a real format, and their text says that they are a demo's", () => {
  const { appId, appSecret } = demoCredentials();
  expect(appId).toBe("facade00-0000-4000-8000-000000000000");
  expect(appSecret).toMatch(/^[A-Za-z\d+/]{86}==$/);
  expect(atob(appSecret)).toMatch(/demo secret.*Never for production/);
});
