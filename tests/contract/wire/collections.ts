import * as z from "zod";
import { collectionList } from "../../../src/wire/response-schemas.ts";
import type { CollectionInfo, JsonValue } from "../../../src/wire/types.ts";
import { expectOk, expectRefusal, type JsonResponse } from "../response.ts";
import { equal, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { newService } from "../collection-context.ts";
import type { Target } from "../target.ts";
import { discard } from "../tools.ts";

const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

/** How many collections a case looks into. */
const MOST_COLLECTIONS = 20;

const someCollections = z.looseObject({
  records: collectionList.optional(),
  collections: collectionList.optional(),
});

const PEOPLE = {
  slug: "people",
  name: "People",
  fields: {
    jobTitle: "text",
    age: "number",
    active: "boolean",
    startDate: "date",
    manager: "link",
  },
} as const;

/** For each field, the values that it refuses and the values that it accepts. */
const VALUES: [keyof typeof PEOPLE.fields, JsonValue[], JsonValue[]][] = [
  ["jobTitle", [7, true], ["", "Engineer"]],
  ["age", ["7", [7]], [0, -1.5]],
  ["active", ["true", 1], [true, false]],
  ["startDate", ["31.01.2026", "2026-02-30", 0], ["2026-01-31", "2026-01-31T08:00:00Z"]],
  ["manager", ["some-id", {}], [{ id: "some-id" }, [{ id: "some-id" }]]],
];

const show = (values: JsonValue[]) => values.map((value) => JSON.stringify(value)).join(", ");

/**
 * The collections in a response of `GET /collections`, in any of its known forms (A). There is at least the one of the
 * target.
 */
function listed(response: JsonResponse, { collection }: Target): CollectionInfo[] {
  const items = itemsOf(response);
  ok(items.length > 0 || collection === undefined, "expected at least one collection");
  return items;
}

function itemsOf({ status, body }: JsonResponse): CollectionInfo[] {
  equal(status, 200, "status");
  if (Array.isArray(body)) return collectionList.parse(body);
  const { records, collections } = someCollections.parse(body);
  const items = records ?? collections;
  ok(items !== undefined, "expected a list of collections");
  return items;
}

/** Identifying collections, and the values of their fields. */
export const collectionCases: Definition[] = [
  define({
    id: "list",
    title: "GET /collections lists collections, each with an ID",
    level: "wire",
    evidence: "D",
    async run({ call, target }) {
      const items = listed(await call("GET", "collections"), target);
      ok(items.every(({ id }) => id !== ""), "expected an ID in each item");
    },
  }),
  define({
    id: "list-slug",
    title: "GET /collections lists the slug of each collection",
    level: "wire",
    evidence: "D",
    async run({ call, target }) {
      const items = listed(await call("GET", "collections"), target);
      ok(items.every(({ slug }) => slug !== undefined), "expected a slug in each item");
    },
  }),
  define({
    id: "list-array",
    title: "GET /collections returns a plain array",
    level: "wire",
    evidence: "A",
    dependsOn: {
      "collections.shape": {
        records: "an object with the collections in records",
        collections: "an object with the collections in collections",
      },
    },
    async run({ call, behavior }) {
      const shape = await behavior("collections.shape");
      const form = shape === "array" ? collectionList : z.looseObject({ [shape]: collectionList });
      expectOk<unknown>(await call("GET", "collections"), form);
    },
  }),
  define({
    id: "id-and-slug",
    title: "a collection's ID and its slug identify the same collection",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ call, collection, records, recordsOf, target }) {
      const items = listed(await call("GET", "collections"), target);
      const named = items.filter(({ id, slug }) =>
        slug === collection || id.toLowerCase() === collection.toLowerCase()
      );
      const { id } = await records.add();
      // Without slugs in the list, the record shows which collection it is.
      const isIn = async (name: string) =>
        (await recordsOf(name).call("GET", `/${id}`)).status === 200;
      const found = [];
      for (const item of named.length > 0 ? named : items.slice(0, MOST_COLLECTIONS)) {
        if (await isIn(item.id)) found.push(item);
      }
      equal(found.length, 1, "collections in the list that have the record");
      equal(await isIn(found[0]?.slug ?? collection), true, "whether the slug identifies it too");
    },
  }),
  define({
    id: "id-case",
    title: "a collection's ID is case-insensitive",
    level: "wire",
    evidence: "A",
    needs: ["collections"],
    async run({ collections, recordsOf }) {
      const { id } = await collections.create({ slug: "people", name: "People" });
      for (const name of [id.toUpperCase(), id.toLowerCase()]) {
        equal((await recordsOf(name).page({})).totalRecords, 0, `records of ${name}`);
      }
    },
  }),
  ...([["slug", "no-such-collection"], ["id", UNKNOWN_ID]] as const).map(([what, name]) =>
    define({
      id: `unknown-${what}`,
      title: `an unknown collection ${what === "id" ? "ID" : "slug"} is 404`,
      level: "wire",
      evidence: "D",
      async run({ recordsOf }) {
        const { call } = recordsOf(name);
        expectRefusal(await call("GET", ""), 404, "status of GET");
        expectRefusal(await call("POST", "", { data: {} }), 404, "status of POST");
        expectRefusal(await call("GET", "/all"), 404, "status of GET all");
        const changes = [{ timestamp: "2026-01-31T12:00:00Z", data: { amount: 1 } }];
        const ingest = { records: [{ id: UNKNOWN_ID, changes }] };
        expectRefusal(await call("POST", "/ingest", ingest), 404, "status of POST ingest");
      },
    })
  ),
  ...([
    ["GET", "collections"],
    ["GET", "collections/any"],
    ["POST", "collections/any"],
    ["GET", "collections/any/all"],
    ["DELETE", "collections/any/bulk"],
    ["POST", "collections/any/ingest"],
    ["PATCH", "collections/any/1"],
    ["GET", "collections/any/ext/crm/1"],
  ] as const).map(([method, path]) =>
    define({
      id: `unauthenticated-${method.toLowerCase()}-${
        path.replace("collections/any", "collection")
      }`,
      title: `${method} /${path} without a token is 401`,
      level: "wire",
      evidence: "S",
      async run({ request }) {
        const response = await request(path, { method });
        equal(response.status, 401, "status");
        discard(response);
      },
    })
  ),
  ...([
    ["all", "PATCH"],
    ["bulk", "GET"],
    ["ingest", "DELETE"],
  ] as const).map(([word, method]) =>
    define({
      id: `reserved-${word}`,
      title: `/${word} is not a record ID: ${method} there is 405`,
      level: "wire",
      evidence: "A",
      needs: ["collection"],
      dependsOn: { "routing.wrong-method": { "404": "404" } },
      async run({ records, behavior }) {
        const status = Number(await behavior("routing.wrong-method"));
        expectRefusal(await records.call(method, `/${word}`), status);
      },
    })
  ),

  define({
    id: "field-unknown",
    title: "an unknown field is 400, and nothing is stored",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const externalService = newService();
      const external = [{ key: externalService, id: "1" }];
      const record = { data: { name: "Ada", noSuchFieldAnywhere: 1 }, external };
      expectRefusal(await records.call("POST", "", record), 400);
      equal((await records.page({ externalService })).totalRecords, 0, "records");
    },
  }),
  define({
    id: "field-case",
    title: "field names are case-sensitive: Name is not name",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      expectRefusal(
        await records.call("POST", "", { data: { Name: "Ada" } }),
        400,
        "status of POST",
      );
      const { id } = await records.add();
      const change = { data: { NAME: "Ada" } };
      expectRefusal(await records.call("PATCH", `/${id}`, change), 400, "status of PATCH");
    },
  }),
  ...([
    ["JobTitle", "jobTitle"],
    ["job_title", "jobTitle"],
    ["jobTilte", "jobTitle"],
    ["STARTDATE", "startDate"],
    ["startDat", "startDate"],
  ] as const).map(([wrong, right]) =>
    define({
      id: `field-nearest-${wrong}`,
      title: `the error for the unknown field ${wrong} names it and suggests ${right}`,
      level: "wire",
      evidence: "A",
      needs: ["collections"],
      async run({ collections, recordsOf }) {
        const { slug } = await collections.create(PEOPLE);
        const error = expectRefusal(
          await recordsOf(slug).call("POST", "", { data: { [wrong]: "x" } }),
          400,
        );
        includes(error, wrong, "the error");
        includes(error, `"${right}"`, "the error");
      },
    })
  ),
  define({
    id: "field-not-near",
    title: "the error for a field without a similar name lists the existing fields",
    level: "wire",
    evidence: "A",
    needs: ["collections"],
    async run({ collections, recordsOf }) {
      const { slug } = await collections.create(PEOPLE);
      const error = expectRefusal(
        await recordsOf(slug).call("POST", "", { data: { postcode: "x" } }),
        400,
      );
      for (const name of Object.keys(PEOPLE.fields)) includes(error, name, "the error");
    },
  }),
  ...VALUES.map(([field, wrong, right]) =>
    define({
      id: `value-${field}`,
      title: `a ${PEOPLE.fields[field]} field accepts ${show(right)} and null, and refuses ${
        show(wrong)
      }`,
      level: "wire",
      evidence: "A",
      needs: ["collections"],
      dependsOn: { "fields.wrong-type": { store: "it stores any value" } },
      async run({ collections, recordsOf, behavior }) {
        const stored = await behavior("fields.wrong-type") === "store"
          ? [...wrong, ...right]
          : right;
        const { slug } = await collections.create(PEOPLE);
        const { add, call } = recordsOf(slug);
        for (const value of wrong.filter((of) => !stored.includes(of))) {
          const error = expectRefusal(await call("POST", "", { data: { [field]: value } }), 400);
          includes(error, field, "the error");
          includes(error, JSON.stringify(value), "the error");
        }
        for (const value of [...stored, null]) {
          equal((await add({ data: { [field]: value } })).data[field], value, "the value");
        }
      },
    })
  ),
  define({
    id: "fields-any",
    title: "field names in snake_case work in a collection that defines them",
    level: "wire",
    evidence: "O",
    needs: ["collections"],
    async run({ collections, recordsOf }) {
      const fields = { job_title: "text" } as const;
      const { slug } = await collections.create({ slug: "old", name: "Old", fields });
      const { add, call } = recordsOf(slug);
      equal((await add({ data: { job_title: "x" } })).data, { job_title: "x" }, "the data");
      expectRefusal(await call("POST", "", { data: { jobTitle: "x" } }), 400);
    },
  }),
];
