import { UnexpectedResponseError } from "../../../mod.ts";
import { equal, fails, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";

/** `client.collections()` and `client.collection()`. */
export const collectionCases: Definition[] = [
  define({
    id: "client-list",
    title: "client.collections() lists the collections, each with its ID and slug",
    level: "client",
    evidence: "D",
    needs: ["collections"],
    dependsOn: { "collections.slug": { absent: "only the ID is listed" } },
    async run({ client, collections, behavior }) {
      const made = await collections.create({ slug: "purchase-orders", name: "Purchase orders" });
      const found = (await client().collections()).find(({ id }) => id === made.id);
      const listed = await behavior("collections.slug") === "present";
      equal([found?.id, found?.slug], [made.id, listed ? made.slug : undefined], "ID and slug");
    },
  }),
  define({
    id: "client-shapes",
    title: "client.collections() accepts an array, alone or under the name collections",
    level: "client",
    evidence: "A",
    needs: ["faults"],
    async run({ client, faults }) {
      const c = client();
      const match = { path: "/collections" };
      const list = [{ id: "1", slug: "people", extra: true }];
      for (const body of [list, { collections: list }]) {
        await faults.add({ kind: "status", status: 200, body, match });
        equal(await c.collections(), list, "the collections");
      }
      await faults.add({ kind: "status", status: 200, body: { items: [] }, match });
      await fails(() => c.collections(), UnexpectedResponseError, "another shape");
    },
  }),
  define({
    id: "client-id-or-slug",
    title: "the client reaches a collection by its ID and by its slug",
    level: "client",
    evidence: "D",
    needs: ["collections"],
    async run({ client, collections }) {
      const { id, slug } = await collections.create({ slug: "people", name: "People" });
      const c = client();
      const { id: record } = await c.collection(slug).create({ data: { name: "Ada" } });
      const { data } = await c.collection<{ name: string }>(id).get(record);
      ok(data.name === "Ada", `expected Ada, got ${data.name}`);
    },
  }),
];
