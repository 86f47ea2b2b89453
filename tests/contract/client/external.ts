import { BadRequestError, NotFoundError, TimeoutError } from "../../../mod.ts";
import { createManualClock } from "../../../mock-server/mod.ts";
import { equal, fails, has } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { newService } from "../collection-context.ts";
import { onCall } from "../tools.ts";
import { BAD_BATCH, outcomeOfBadBatch, rangesIn } from "./bad-batch.ts";

/** `collection.external()`: records by external ID. */
export const externalCases: Definition[] = [
  define({
    id: "client-round-trip",
    title: "the client reads, updates and deletes a record by its external ID",
    level: "client",
    evidence: "D",
    needs: ["collection"],
    dependsOn: {
      "external.patch-unknown": {
        create: "an update of an unknown ID adds a record with this link",
      },
    },
    async run({ client, collection, behavior }) {
      const key = newService();
      const people = client().collection(collection);
      const external = [{ key, id: "a/1 ä" }];
      const { id } = await people.create({ data: { name: "Ada" }, external });
      const crm = people.external(key);
      equal((await crm.get("a/1 ä")).id, id, "the record's ID");
      await crm.update("a/1 ä", { data: { note: "seen" } });
      has((await crm.get("a/1 ä")).data, { name: "Ada", note: "seen" }, "the data");
      await crm.delete("a/1 ä");
      await fails(() => crm.get("a/1 ä"), NotFoundError, "get");
      const updated = () => crm.update("a/1 ä", { data: { note: "new" } });
      if (await behavior("external.patch-unknown") === "404") {
        await fails(updated, NotFoundError, "update");
      } else {
        await updated();
        has((await crm.get("a/1 ä")).data, { note: "new" }, "the data of a new record");
        await crm.delete("a/1 ä");
      }
    },
  }),
  define({
    id: "client-upsert",
    title: "upsert adds a linked record the first time, and updates it afterward",
    level: "client",
    evidence: "D",
    needs: ["collection"],
    dependsOn: {
      "update.answer": {
        empty: "an upsert that updates returns undefined",
        "204": "an upsert that updates returns undefined",
      },
      "external.patch-unknown": { create: "the first upsert is an update too" },
    },
    async run({ client, collection, behavior }) {
      const service = newService();
      const people = client().collection(collection);
      const crm = people.external(service);
      const first = await crm.upsert("7", { data: { name: "Ada", amount: 1 } });
      const { id, external } = await crm.get("7");
      equal(external?.map((link) => [link.key, link.id]), [[service, "7"]], "the link");
      const isShown = await behavior("update.answer") === "record";
      const isAdded = await behavior("external.patch-unknown") === "404";
      equal(first?.id, isAdded || isShown ? id : undefined, "the ID of the first record");
      const second = await crm.upsert("7", { data: { name: "Ada", amount: 2 } });
      equal(second?.id, isShown ? id : undefined, "the ID of the updated record");
      const page = await people.page({ externalService: service });
      equal(page.records.map(({ data }) => data["amount"]), [2], "the records");
    },
  }),
  define({
    id: "client-upsert-race",
    title: "upsert updates the record when another program adds it in the meantime",
    level: "client",
    evidence: "A",
    needs: ["collection"],
    dependsOn: {
      "external.duplicate": { move: "there are two records, and the upserted one has the link" },
      "external.patch-unknown": { create: "the first request adds the record" },
    },
    async run({ client, collection, target, behavior }) {
      const service = newService();
      const other = client().collection(collection);
      let faster: string | undefined;
      const fetch = onCall(target.fetch, `collections/${collection}`, async (send, init) => {
        if (init?.method === "POST" && faster === undefined) {
          const external = [{ key: service, id: "7" }];
          faster = (await other.create({ data: { name: "Faster" }, external })).id;
        }
        return await send();
      });
      const crm = client({ fetch }).collection(collection).external(service);
      await crm.upsert("7", { data: { name: "Ada" } });
      const page = await other.page({ externalService: service });
      equal(page.records.map(({ data }) => data["name"]), ["Ada"], "the records with the link");
      equal(
        faster === undefined,
        await behavior("external.patch-unknown") === "create",
        "whether the upsert needs no POST",
      );
      if (faster === undefined) return;
      const name = await behavior("external.duplicate") === "move" ? "Faster" : "Ada";
      equal((await other.get(faster)).data["name"], name, "the record of the other program");
    },
  }),
  define({
    id: "client-upsert-deadline",
    title: "the timeout of an upsert covers all its requests",
    level: "client",
    evidence: "S",
    needs: ["collection"],
    async run({ client, collection, target }) {
      const deadlineClock = createManualClock({ autoAdvance: false });
      const fetch: typeof target.fetch = async (input, init) => {
        if (!input.includes(collection)) return await target.fetch(input, init);
        await deadlineClock.advance(400);
        return init?.method === "PATCH"
          ? Response.json({ error: "There is no such link." }, { status: 404 })
          : await target.fetch(input, init);
      };
      const crm = client({ fetch, deadlineClock }).collection(collection).external(newService());
      const late = () => crm.upsert("7", { data: { name: "Ada" } }, { timeout: 500 });
      await fails(late, TimeoutError, "an upsert of two requests of 400 ms each");
    },
  }),
  define({
    id: "client-null-links",
    title: "an update with external: null keeps the links",
    level: "client",
    evidence: "O",
    needs: ["collection"],
    async run({ client, collection }) {
      const service = newService();
      const people = client().collection(collection);
      const external = [{ key: service, id: "7" }];
      const { id } = await people.create({ data: { name: "Ada" }, external });
      const crm = people.external(service);
      await people.update(id, { data: { note: "one" }, external: null });
      await people.bulk.update([{ id, data: { note: "two" }, external: null }]);
      await crm.update("7", { data: { amount: 3 }, external: null });
      has((await crm.get("7")).data, { name: "Ada", note: "two", amount: 3 }, "the data");
    },
  }),
  define({
    id: "client-duplicate",
    title: "a record whose external ID is already used throws BadRequestError, and is not added",
    level: "client",
    evidence: "A",
    needs: ["collection"],
    dependsOn: {
      "external.duplicate": { move: "the record is added, and the link moves to it" },
      ...BAD_BATCH,
    },
    async run({ client, collection, behavior }) {
      const key = newService();
      const people = client().collection(collection);
      const linked = { data: { name: "Ada" }, external: [{ key, id: "7" }] };
      const first = await people.create(linked);
      const moves = await behavior("external.duplicate") === "move";
      const create = () => people.create(linked);
      if (moves) await create();
      else await fails(create, BadRequestError, "create");
      equal(moves, (await people.external(key).get("7")).id !== first.id, "whether the link moved");

      const other = (name: string) => ({ data: { name }, external: [{ key, id: name }] });
      const rows = [other("Bob"), linked, other("Eve")];
      const options = { batchSize: 1, throwOnFailure: false };
      const report = await people.bulk.create(rows, options);
      const outcome = moves ? "done" : await outcomeOfBadBatch(behavior);
      const nothing = { done: [], failed: [], unknown: [], unsent: [] };
      const expected = outcome === "done"
        ? { ...nothing, done: [[0, 3]] }
        : { ...nothing, done: [[0, 1], [2, 3]], [outcome]: [[1, 2]] };
      equal(rangesIn(report), expected, "the report of a bulk call");
    },
  }),
  define({
    id: "client-upsert-refused",
    title: "an upsert that is refused for another reason throws that error",
    level: "client",
    evidence: "D",
    needs: ["collections"],
    async run({ client, collections }) {
      await collections.create({ slug: "jobs", name: "Jobs", fields: { jobTitle: "text" } });
      const crm = client().collection("jobs").external("crm");
      const error = await fails(
        () => crm.upsert("7", { data: { title: "x" } }),
        BadRequestError,
        "",
      );
      equal(error.serverMessage?.includes("title"), true, "whether the server's message is kept");
    },
  }),
];
