import * as z from "zod";
import { kinabaseRecord } from "../../../src/wire/response-schemas.ts";
import { expectOk, expectRefusal, expectSuccess } from "../response.ts";
import { between, equal, includes } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { newService } from "../collection-context.ts";

const manyRecords = z.array(kinabaseRecord);

/** `GET /collections/{c}/all`. */
export const streamCases: Definition[] = [
  define({
    id: "array",
    title: "GET all returns all records as one JSON array, the same as page by page",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const externalService = newService();
      await records.addLinked(externalService, 5);
      const response = await records.call("GET", `/all?externalService=${externalService}`);
      includes(response.headers.get("content-type") ?? "", "application/json", "content-type");
      const page = await records.page({ externalService });
      equal(expectOk(response, manyRecords), page.records, "the records");
    },
  }),
  define({
    id: "unfiltered",
    title: "GET all without parameters returns every record",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const { id } = await records.add();
      const all = expectOk(await records.call("GET", "/all"), manyRecords);
      equal(all.filter((record) => record.id === id).length, 1, "times the record is there");
      equal(all.length, (await records.page({ pageSize: 1 })).totalRecords, "records");
    },
  }),
  define({
    id: "empty",
    title: "GET all returns an empty array if there are no records",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const response = await records.call("GET", `/all?externalService=${newService()}`);
      equal(expectOk(response, manyRecords), [], "the records");
    },
  }),
  define({
    id: "external-service",
    title:
      "in GET all, externalService selects records linked to that service; true selects any service",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const [one, other] = [newService(), newService()];
      const [unlinked] = [await records.add(), ...await records.addLinked(one, 2)];
      const [last] = await records.addLinked(other, 1);
      const ids = async (service: string) => {
        const response = await records.call("GET", `/all?externalService=${service}`);
        return expectOk(response, manyRecords).map(({ id }) => id);
      };
      equal(await ids(other), [last?.id], "the records of one service");
      const linked = new Set(await ids("true"));
      equal([linked.has(last?.id ?? ""), linked.has(unlinked.id)], [true, false], "any service");
    },
  }),
  define({
    id: "updated-after",
    title: "in GET all, updatedAfter selects the records updated since then",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const externalService = newService();
      await records.addLinked(externalService, 2);
      const total = async (updatedAfter: string) => {
        const query = new URLSearchParams({ externalService, updatedAfter });
        return expectOk(await records.call("GET", `/all?${query}`), manyRecords).length;
      };
      equal(await total("2001-01-01T00:00:00Z"), 2, "records since 2001");
      equal(await total("2901-01-01T00:00:00Z"), 0, "records since 2901");
    },
  }),
  define({
    id: "malformed",
    title: "in GET all, an invalid updatedAfter is 400",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      expectRefusal(await records.call("GET", "/all?updatedAfter=yesterday"), 400);
    },
  }),
  define({
    id: "chunks",
    title: "the array arrives in chunks, and the first one before the last record is written",
    level: "wire",
    evidence: "D",
    needs: ["collections"],
    async run({ collections, recordsOf, newToken, request }) {
      const { slug } = await collections.create({ slug: "many", name: "Many" });
      const { call } = recordsOf(slug);
      const batch = Array.from({ length: 300 }, (_, i) => ({ data: { name: `${i} 世界` } }));
      for (let i = 0; i < 3; i++) await call("POST", "/bulk", { records: batch });
      const headers = { authorization: `Bearer ${await newToken()}` };
      const response = await request(`collections/${slug}/all`, { headers });
      equal(response.headers.get("content-length"), null, "content-length");
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      const reader = response.body?.getReader();
      for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
        chunks.push(new Uint8Array(read.value));
      }
      between(chunks.length, 2, 900, "chunks");
      const all = manyRecords.parse(JSON.parse(await new Blob(chunks).text()));
      const sent = [1, 2, 3].flatMap(() => batch.map(({ data }) => data.name));
      equal(all.map(({ data }) => data["name"]).toSorted(), sent.toSorted(), "the records");
    },
  }),
  define({
    id: "snapshot",
    title: "deleting or adding records while the array is read does not change it",
    level: "wire",
    evidence: "A",
    needs: ["collections"],
    async run({ collections, recordsOf, newToken, request }) {
      const { slug } = await collections.create({ slug: "many", name: "Many" });
      const { add, call } = recordsOf(slug);
      const batch = Array.from({ length: 300 }, () => ({ data: { name: "before" } }));
      await call("POST", "/bulk", { records: batch });
      const headers = { authorization: `Bearer ${await newToken()}` };
      const response = await request(`collections/${slug}/all`, { headers });
      const { id } = await add({ data: { name: "after" } });
      expectSuccess(await call("PATCH", `/${id}`, { data: { name: "late" } }));
      const all = manyRecords.parse(await response.json());
      equal(all.map(({ data }) => data["name"]), batch.map(({ data }) => data.name), "the records");
    },
  }),
  define({
    id: "limit",
    title: "a stream returns as many records as the limit allows, and more than that is 400",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    limits: { streamSize: 3 },
    dependsOn: { "all.above-limit": { truncate: "of more it returns as many as the limit" } },
    async run({ records, behavior }) {
      const [first] = await records.addLinked(newService(), 3);
      equal(expectOk(await records.call("GET", "/all"), manyRecords).length, 3, "records");
      await records.add();
      const response = await records.call("GET", "/all");
      if (await behavior("all.above-limit") === "refuse") expectRefusal(response, 400);
      else equal(expectOk(response, manyRecords).length, 3, "records of a stream that is cut");
      await records.call("DELETE", `/${first?.id}`);
      equal(expectOk(await records.call("GET", "/all"), manyRecords).length, 3, "records again");
    },
  }),
];
