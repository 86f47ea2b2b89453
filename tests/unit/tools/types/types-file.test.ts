import { expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createClient, type JsonObject } from "../../../../mod.ts";
import {
  createMockServer,
  type MockCollection,
  type MockServer,
} from "../../../../mock-server/mod.ts";
import { denoJson, inRoot } from "../../../../scripts/lib/project.ts";
import { run } from "../../../../scripts/lib/run.ts";
import { withTemporaryFolder } from "../../../../scripts/lib/temporary.ts";
import { tsc } from "../../../../scripts/lib/tools.ts";
import { inferTypes, typesDrift, typesFile } from "../../../../tools/mod.ts";

const SECRET_VALUE = "Ada Lovelace, ada@example.com";

const wide = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`field${i}`, i]));

const COLLECTIONS: Record<string, JsonObject[]> = {
  people: [
    { fullName: SECRET_VALUE, age: 36, born: "1815-12-10", boss: { id: "a" }, status: "open" },
    { fullName: "Grace", age: null, born: "1906-12-09", boss: null, status: "closed" },
  ],
  "purchase-orders": [
    { "no identifier": 1, class: "x", 'quote"s and */': true, "line\nbreak": null },
    { JsonValue: 1, interface: 2 },
    { mixed: "1" },
    { mixed: 1, nested: { street: "x", more: { deep: [1, null] } } },
    { mixed: false, nested: { street: "y", more: { deep: [] } } },
    { links: [{ id: "a" }, { id: "b", name: "B" }], byName: { "ada@example.com": 1 } },
    { byName: { "grace@example.com": 1 }, empty: [] },
  ],
  class: [{ total: "12.50" }],
  "2024": [{ total: 1 }],
  "a-b": [{ one: 1 }],
  a_b: [{ two: 2 }],
  A_b: [{ three: 3 }],
  nothing: [],
  wide: [wide],
};

async function tenant(collections: Record<string, JsonObject[]> = COLLECTIONS) {
  const mock = createMockServer({ limits: { requestsPerMinute: "off" } });
  for (const [slug, records] of Object.entries(collections)) {
    const collection = mock.tenant.collections.create({ slug, name: slug });
    for (const data of records) collection.records.add({ data });
  }
  const app = await mock.tenant.apps.create({ name: "Types", description: "Infers types" });
  return { mock, client: createClient(app.clientOptions()) };
}

test("the file compiles under strict settings, and types a client by slug", async () => {
  const { client } = await tenant();
  const collections = await inferTypes(client);
  const text = { types: [{ kind: "text" as const }], values: 1, nulls: 0, missing: 0 };
  collections.push({ slug: "odd", records: 1, fields: [{ name: "__proto__", ...text }] });
  const program = (file: string) =>
    `import { type Client, createClient } from "@kinakit/kinabase";
import type { Collections } from "./${file}.ts";
export const client: Client<Collections> = createClient<Collections>({ token: () => Promise.reject(new Error()) });
export const age = async (): Promise<number | null> =>
  (await client.collection("people").get("1")).data.age;
export const two = async (): Promise<number> => (await client.collection("a_b").get("1")).data.two;
// @ts-expect-error: a misspelled slug
client.collection("poeple");
`;
  const schemas = `import { createClient } from "@kinakit/kinabase";
import type { z } from "zod";
import { type PeopleData, peopleSchema, type PurchaseOrdersData, purchaseOrdersSchema, schemas } from "./zod.ts";
const client = createClient({ token: () => Promise.reject(new Error()) });
const people = client.collection("people", { schema: peopleSchema });
const some = client.collection("people", { schema: peopleSchema.partial() });
const name = peopleSchema.pick({ fullName: true }).extend({ age: peopleSchema.shape.age });
export const nameOf = (value: unknown): { fullName: string; age: number | null } => name.parse(value);
export const create = async (data: PeopleData): Promise<PeopleData> => {
  await some.create({ data: { fullName: "Ada" } });
  // @ts-expect-error: a field of the records is missing
  await people.create({ data: { fullName: "Ada" } });
  // @ts-expect-error: a wrong type
  await client.collection("people", { schema: schemas.people }).create({ data: { fullName: 1 } });
  // @ts-expect-error: an unknown field
  await people.create({ data: { ...data, fulName: "Ada" } });
  // @ts-expect-error: a schema of an unknown field
  peopleSchema.pick({ fulName: true });
  return (await people.create({ data })).data;
};
export const orders = (data: PurchaseOrdersData): z.input<typeof purchaseOrdersSchema> => data;
export const back = (data: z.output<typeof purchaseOrdersSchema>): PurchaseOrdersData => data;
`;
  const output = await compile({
    "plain.ts": typesFile(collections),
    "zod.ts": typesFile(collections, { zod: true, enums: true }),
    "plain-program.ts": program("plain"),
    "zod-program.ts": program("zod"),
    "schemas-program.ts": schemas,
  });
  expect(output).toBe("");
}, 60_000);

test("the file is the same from run to run, whatever the order of the fields", async () => {
  const first = await tenant();
  const reversed = Object.fromEntries(
    Object.entries(COLLECTIONS).reverse().map((
      [slug, records],
    ) => [slug, records.map((data) => Object.fromEntries(Object.entries(data).reverse()))]),
  );
  const second = await tenant(reversed);
  const file = typesFile(await inferTypes(first.client), { zod: true });
  expect(typesFile(await inferTypes(first.client), { zod: true })).toBe(file);
  expect(typesFile(await inferTypes(second.client), { zod: true })).toBe(file);
});

test("the file contains values of records only if enumerations are asked for", async () => {
  const states = Array.from({ length: 40 }, (_, i) => ({
    state: i % 2 === 0 ? "open" : "closed",
    name: `${SECRET_VALUE}${i}`,
  }));
  const { client } = await tenant({ ...COLLECTIONS, states });
  const collections = await inferTypes(client);
  const plain = typesFile(collections, { zod: true });
  for (const value of ["Ada", "open", "1815", "@example.com"]) expect(plain).not.toContain(value);
  const withValues = typesFile(collections, { zod: true, enums: true });
  expect(withValues).toContain('state: "closed" | "open";');
  expect(withValues).toContain('state: z.enum(["closed","open"]),');
  expect(withValues).not.toContain("Ada");
});

test("the schemas accept the records that they were inferred from", async () => {
  const { client } = await tenant();
  const text = typesFile(await inferTypes(client), { zod: true, enums: true });
  await withTemporaryFolder("schemas", async (folder) => {
    const file = path.join(folder, "types.ts");
    symlinkSync(inRoot("node_modules"), path.join(folder, "node_modules"), "junction");
    writeFileSync(file, text);
    const { schemas } = await import(file);
    for (const [slug, records] of Object.entries(COLLECTIONS)) {
      for (const data of records) {
        const { error } = schemas[slug].safeParse(data);
        expect([slug, error?.message]).toEqual([slug, undefined]);
      }
    }
    expect(schemas.people.safeParse({ fullName: 1 }).success).toBe(false);
  });
});

test("a file that still fits has not drifted, also when a formatter changed it", async () => {
  const { client } = await tenant();
  const collections = await inferTypes(client);
  for (const enums of [false, true]) {
    const file = typesFile(collections, { zod: true, enums });
    expect(typesDrift(file, collections, { enums })).toEqual([]);
    const formatted = file
      .replaceAll(";\n", "\n")
      .replaceAll('"no identifier"', "'no identifier'")
      .replaceAll(/: (\w+) \| (\w+)$/gm, ":\n    | $1\n    | $2")
      .replaceAll("\n", "\r\n");
    expect(formatted).not.toBe(file);
    expect(typesDrift(formatted, collections, { enums })).toEqual([]);
  }
});

test("drift is named: new, missing and changed fields and collections", async () => {
  const { mock, client } = await tenant({
    people: [{ name: "Ada", age: 36, tags: ["a"], note: "x" }, { name: "Grace", age: 1, tags: [] }],
    orders: [{ total: 1 }],
  });
  const file = typesFile(await inferTypes(client));
  const narrower = await tenant({
    people: [{ name: "Ada", age: 36, tags: [], note: "x" }],
    orders: [],
  });
  expect(typesDrift(file, await inferTypes(narrower.client))).toEqual([]);

  const people = collectionOf(mock, "people");
  people?.records.add({ data: { name: null, age: "36", tags: [1], email: "a@example.com" } });
  mock.tenant.collections.create({ slug: "invoices", name: "Invoices" });
  expect(typesDrift(file, await inferTypes(client))).toEqual([
    "invoices: the collection is new",
    "people.age: it was number, and now is string | number",
    "people.email: the field is new (string)",
    "people.name: it was string, and now is string | null",
    "people.tags: it was string[], and now is (string|number)[]",
  ]);
  const other = await tenant({ people: [{ name: "Ada", age: 1, tags: ["x"] }] });
  expect(typesDrift(file, await inferTypes(other.client))).toEqual([
    "people.note: no record has the field any more",
    "orders: the collection no longer exists",
  ]);
  const some = await inferTypes(other.client, { collections: ["people"] });
  expect(typesDrift(file, some, { all: false })).toHaveLength(1);
});

test("another file is refused", () => {
  expect(() => typesDrift("export const a = 1;", [])).toThrow("it has no interface Collections");
});

test("collections are found by slug and by ID, and a wrong name is refused with the known ones", async () => {
  const { mock, client } = await tenant({ people: [{ a: 1 }], orders: [] });
  const id = collectionOf(mock, "people")?.id ?? "";
  const [found, ...others] = await inferTypes(client, { collections: [id.toUpperCase()] });
  expect([found?.slug, others.length]).toEqual(["people", 0]);
  await expect(inferTypes(client, { collections: ["peple"] })).rejects.toThrow(
    'There is no collection "peple". The app can see: orders, people.',
  );
});

test("without slugs, collections are named by their ID", async () => {
  const { mock, client } = await tenant({ people: [{ a: 1 }] });
  mock.tenant.behaviors.set({ "collections.slug": "absent" });
  const id = collectionOf(mock, "people")?.id ?? "";
  const file = typesFile(await inferTypes(client));
  expect(file).toContain(`"${id}": `);
  expect(await compile({ "types.ts": file })).toBe("");
}, 60_000);

test("the sample is one request of 300 records, or as many as asked for", async () => {
  const records = Array.from({ length: 700 }, (_, i) => ({ n: i }));
  const { mock, client } = await tenant({ numbers: records });
  const sampled = async (sample?: number | "all") =>
    (await inferTypes(client, { sample }))[0]?.records;
  expect(await sampled()).toBe(300);
  expect(mock.journal.count({ path: "/collections/numbers" })).toBeLessThanOrEqual(2);
  expect(await sampled(10)).toBe(10);
  expect(await sampled(650)).toBe(650);
  expect(await sampled("all")).toBe(700);
  await expect(sampled(0)).rejects.toThrow("sample: expected an integer of at least 1");
});

function collectionOf(mock: MockServer, slug: string): MockCollection | undefined {
  return mock.tenant.collections.list().find((of) => of.slug === slug);
}

/** Compiles files of a project that has the package and zod, and returns the errors. */
function compile(files: Record<string, string>): Promise<string> {
  return withTemporaryFolder("types", async (folder) => {
    mkdirSync(path.join(folder, "src"));
    symlinkSync(inRoot("node_modules"), path.join(folder, "node_modules"), "junction");
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(path.join(folder, "src", name), text);
    }
    writeFileSync(
      path.join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: inRoot("tsconfig.json"),
        compilerOptions: {
          rootDir: null,
          outDir: null,
          declaration: true,
          noUnusedLocals: true,
          noUnusedParameters: true,
          noPropertyAccessFromIndexSignature: true,
          allowImportingTsExtensions: true,
          rewriteRelativeImportExtensions: false,
          paths: { "@kinakit/kinabase": [inRoot(denoJson().exports["."] ?? "")] },
        },
        include: ["src"],
        exclude: [],
      }),
    );
    const [command, ...first] = tsc();
    const { output } = await run(command, [...first, "-p", "tsconfig.json"], { cwd: folder });
    return output;
  });
}
