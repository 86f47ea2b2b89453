import { BadRequestError, NotFoundError, TimeoutError } from "../../../mod.ts";
import { createManualClock } from "../../../mock-server/mod.ts";
import { equal, fails } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { newService } from "../collection-context.ts";
import { onCall } from "../tools.ts";

/** `collection.external()`: records by external ID. */
export const externalCases: Definition[] = [
  define({
    id: "client-round-trip",
    title: "the client reads, updates and deletes a record by its external ID",
    level: "client",
    evidence: "D",
    needs: ["collection"],
    async run({ client, collection }) {
      const key = newService();
      const people = client().collection(collection);
      const external = [{ key, id: "a/1 ä" }];
      const { id } = await people.create({ data: { name: "Ada" }, external });
      const crm = people.external(key);
      equal((await crm.get("a/1 ä")).id, id, "the record's ID");
      await crm.update("a/1 ä", { data: { note: "seen" } });
      equal((await crm.get("a/1 ä")).data, { name: "Ada", note: "seen" }, "the data");
      await crm.delete("a/1 ä");
      await fails(() => crm.get("a/1 ä"), NotFoundError, "get");
      await fails(() => crm.update("a/1 ä", { data: {} }), NotFoundError, "update");
    },
  }),
  define({
    id: "client-upsert",
    title: "upsert adds a linked record the first time, and updates it afterward",
    level: "client",
    evidence: "D",
    needs: ["collection"],
    async run({ client, collection }) {
      const service = newService();
      const people = client().collection(collection);
      const crm = people.external(service);
      const first = await crm.upsert("7", { data: { name: "Ada", amount: 1 } });
      equal((await people.get(first?.id ?? "")).external?.[0]?.id, "7", "the link");
      const second = await crm.upsert("7", { data: { name: "Ada", amount: 2 } });
      equal(second?.id, first?.id, "the record's ID");
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
    async run({ client, collection, target }) {
      const service = newService();
      const other = client().collection(collection);
      const fetch = onCall(target.fetch, `collections/${collection}`, async (send, init) => {
        if (init?.method === "POST") {
          const external = [{ key: service, id: "7" }];
          await other.create({ data: { name: "Faster" }, external });
        }
        return await send();
      });
      const crm = client({ fetch }).collection(collection).external(service);
      await crm.upsert("7", { data: { name: "Ada" } });
      const page = await other.page({ externalService: service });
      equal(page.records.map(({ data }) => data["name"]), ["Ada"], "the records");
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
        if (init?.method !== undefined && input.includes(collection)) {
          await deadlineClock.advance(400);
        }
        return await target.fetch(input, init);
      };
      const crm = client({ fetch, deadlineClock }).collection(collection).external(newService());
      const late = () => crm.upsert("7", { data: { name: "Ada" } }, { timeout: 500 });
      await fails(late, TimeoutError, "an upsert of two requests of 400 ms each");
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
