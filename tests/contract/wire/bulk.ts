import * as z from "zod";
import type { BehaviorSettings } from "../../../mock-server/mod.ts";
import {
  bulkDeleteResponse,
  bulkRecordsResponse,
  kinabaseRecord,
} from "../../../src/wire/response-schemas.ts";
import type { NewRecord } from "../../../src/wire/types.ts";
import { expectOk, expectRefusal, expectSuccess, type JsonResponse } from "../response.ts";
import { equal, includes } from "../assert.ts";
import { define, type Definition, type DependsOn } from "../case.ts";
import { newService } from "../collection-context.ts";

const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

const linked = (service: string, count: number): NewRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    data: { name: String(i + 1) },
    external: [{ key: service, id: String(i + 1) }],
  }));

const counts = z.looseObject({ processedRecords: z.number(), failedRecords: z.number() });

const someErrors = z.looseObject({ errors: z.array(z.unknown()).optional() });

/** How the response to a bulk call differs where it is not the records. */
const ANSWER = {
  "bulk.answer": { counts: "counts as in the response of an ingest", empty: "200 without a body" },
} as const satisfies DependsOn;

/** What happens to a batch with an invalid record where it is not refused. */
const ONE_BAD = {
  "bulk.one-bad-record": {
    "partial-errors": "the others are written, and a 200 lists the error",
    "partial-silent": "the others are written, and a 200 does not mention it",
  },
} as const satisfies DependsOn;

/** Many records in one request. */
export const bulkCases: Definition[] = [
  define({
    id: "create",
    title: "POST bulk adds records",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const externalService = newService();
      const response = await records.call("POST", "/bulk", { records: linked(externalService, 3) });
      equal(response.status, 200, "status");
      const page = await records.page({ externalService });
      const names = page.records.map(({ data }) => data["name"]);
      equal(names.toSorted(), ["1", "2", "3"], "the records");
    },
  }),
  define({
    id: "create-answer",
    title: "POST bulk returns the records in the order of the request, with their new IDs",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: ANSWER,
    async run({ records, behavior }) {
      const body = { records: linked(newService(), 3) };
      const sent = await records.call("POST", "/bulk", body);
      const option = await behavior("bulk.answer");
      if (option !== "records") return expectAnswer(sent, option, 3);
      const response = expectOk(sent, bulkRecordsResponse);
      equal(response.records.map(({ data }) => data["name"]), ["1", "2", "3"], "the records");
      equal(new Set(response.records.map(({ id }) => id)).size, 3, "different IDs");
    },
  }),
  define({
    id: "update",
    title: "PATCH bulk updates records by their IDs, and keeps their other fields",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const [one, two, three] = await records.addLinked(newService(), 3);
      const changes = [one, three].map((record, i) => ({
        id: record?.id,
        data: { amount: i + 7 },
      }));
      equal((await records.call("PATCH", "/bulk", { records: changes })).status, 200, "status");
      const found = [];
      for (const record of [one, two, three]) {
        found.push((await records.get(record?.id ?? "")).data);
      }
      equal(found.map(({ amount }) => amount ?? null), [7, null, 8], "the field that changed");
      equal(found.map(({ name }) => name), ["1", "2", "3"], "the field that did not");
    },
  }),
  define({
    id: "update-answer",
    title: "PATCH bulk returns the complete records in the order of the request",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: ANSWER,
    async run({ records, behavior }) {
      const [one, two] = await records.addLinked(newService(), 2);
      const changes = [two, one].map((record) => ({ id: record?.id, data: { note: "new" } }));
      const sent = await records.call("PATCH", "/bulk", { records: changes });
      const option = await behavior("bulk.answer");
      if (option !== "records") return expectAnswer(sent, option, 2);
      const { records: shown } = expectOk(sent, bulkRecordsResponse);
      equal(
        shown.map(({ data }) => [data["name"], data["note"]]),
        [["2", "new"], ["1", "new"]],
        "data",
      );
    },
  }),
  define({
    id: "delete",
    title: "DELETE bulk deletes only the records with the given IDs",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const externalService = newService();
      const [one, two] = await records.addLinked(externalService, 3);
      const body = { recordIds: [one?.id, two?.id] };
      equal((await records.call("DELETE", "/bulk", body)).status, 200, "status");
      const page = await records.page({ externalService });
      equal(page.records.map(({ data }) => data["name"]), ["3"], "the remaining records");
    },
  }),
  define({
    id: "delete-answer",
    title: "DELETE bulk returns the IDs of the deleted records",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: ANSWER,
    async run({ records, behavior }) {
      const recordIds = (await records.addLinked(newService(), 2)).map(({ id }) => id);
      const response = await records.call("DELETE", "/bulk", { recordIds });
      const option = await behavior("bulk.answer");
      if (option !== "records") return expectAnswer(response, option, 2);
      equal(expectOk(response, bulkDeleteResponse).recordIds, recordIds, "the IDs");
    },
  }),
  define({
    id: "create-301",
    title: "POST bulk of 301 records is 400 and adds none",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const externalService = newService();
      const body = { records: linked(externalService, 301) };
      expectRefusal(await records.call("POST", "/bulk", body), 400);
      equal((await records.page({ externalService })).totalRecords, 0, "records");
    },
  }),
  define({
    id: "create-300",
    title: "POST bulk accepts 300 records",
    level: "wire",
    evidence: "D",
    needs: ["collections"],
    async run({ collections, recordsOf }) {
      const { slug } = await collections.create({ slug: "many", name: "Many" });
      const { call, page } = recordsOf(slug);
      expectSuccess(await call("POST", "/bulk", { records: linked("crm", 300) }));
      equal((await page({ pageSize: 300 })).records.length, 300, "records");
    },
  }),
  define({
    id: "update-301",
    title: "PATCH bulk of 301 records is 400",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const { id } = await records.add({ data: { name: "Ada" } });
      const changes = Array.from({ length: 301 }, () => ({ id, data: { name: "Bob" } }));
      expectRefusal(await records.call("PATCH", "/bulk", { records: changes }), 400);
      equal((await records.get(id)).data["name"], "Ada", "the name");
    },
  }),
  define({
    id: "delete-301",
    title: "DELETE bulk of 301 records is 400",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const { id } = await records.add();
      const recordIds = Array.from({ length: 301 }, () => id);
      expectRefusal(await records.call("DELETE", "/bulk", { recordIds }), 400);
      await records.get(id);
    },
  }),
  define({
    id: "limits",
    title: "each bulk call accepts as many records as the limit, and refuses one more",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    limits: { batchSize: 2 },
    async run({ records }) {
      const three = await records.addLinked(newService(), 3);
      const recordIds = three.map(({ id }) => id);
      const changes = recordIds.map((id) => ({ id, data: { note: "new" } }));
      const batches = [
        ["POST", (n: number) => ({ records: linked(newService(), n) })],
        ["PATCH", (n: number) => ({ records: changes.slice(0, n) })],
        ["DELETE", (n: number) => ({ recordIds: recordIds.slice(0, n) })],
      ] as const;
      for (const [method, body] of batches) {
        expectRefusal(
          await records.call(method, "/bulk", body(3)),
          400,
          `status of ${method}, three`,
        );
        equal(
          (await records.call(method, "/bulk", body(2))).status,
          200,
          `status of ${method}, two`,
        );
      }
      equal((await records.page({})).totalRecords, 3, "final number of records");
    },
  }),
  define({
    id: "create-all-or-none",
    title: "one invalid record causes the whole POST bulk to be refused, and the error names it",
    level: "wire",
    evidence: "A",
    needs: ["collections"],
    dependsOn: ONE_BAD,
    async run({ collections, recordsOf, behavior }) {
      const fields = { name: "text" } as const;
      const { slug } = await collections.create({ slug: "strict", name: "Strict", fields });
      const { add, call, page } = recordsOf(slug);
      const batch = [{ data: { name: "1" } }, { data: { name: "2" } }, { data: { Name: "3" } }];
      const option = await behavior("bulk.one-bad-record");
      expectOneBad(await call("POST", "/bulk", { records: batch }), option, "records[2]");
      equal((await page({})).totalRecords, option === "refuse-all" ? 0 : 2, "records");
      const before = await add();
      const after = await add();
      // Records may have no numbers (A).
      if (typeof before.numericId !== "number") return;
      equal(after.numericId, before.numericId + 1, "the number after a refused batch");
    },
  }),
  define({
    id: "update-all-or-none",
    title: "one invalid record causes the whole PATCH bulk to be refused, and the error names it",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: ONE_BAD,
    async run({ records, behavior }) {
      const { id } = await records.add({ data: { name: "Ada" } });
      const change = { data: { name: "Bob" } };
      const batch = { records: [{ id, ...change }, { id: UNKNOWN_ID, ...change }] };
      const option = await behavior("bulk.one-bad-record");
      expectOneBad(await records.call("PATCH", "/bulk", batch), option, "records[1]");
      const { data } = await records.get(id);
      equal(data["name"], option === "refuse-all" ? "Ada" : "Bob", "the name");
    },
  }),
  define({
    id: "delete-all-or-none",
    title: "one unknown ID causes the whole DELETE bulk to be refused, and the error names it",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: { ...ONE_BAD, "bulk.delete-missing": { ignore: "it counts as deleted" } },
    async run({ records, behavior }) {
      const { id } = await records.add();
      const response = await records.call("DELETE", "/bulk", { recordIds: [id, UNKNOWN_ID] });
      const option = await behavior("bulk.one-bad-record");
      const ignores = await behavior("bulk.delete-missing") === "ignore";
      if (ignores) expectSuccess(response);
      else expectOneBad(response, option, "recordIds[1]");
      const found = await records.call("GET", `/${id}`);
      if (!ignores && option === "refuse-all") expectSuccess(found, "status of GET");
      else expectRefusal(found, 404, "status of GET");
    },
  }),
  define({
    id: "repeated",
    title: "updating or deleting a record twice in one batch is 400",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: {
      "bulk.one-bad-record": {
        "partial-errors": "it is updated twice, and deleted once",
        "partial-silent": "it is updated twice, and deleted once",
      },
    },
    async run({ records, behavior }) {
      const { id } = await records.add({ data: { name: "Ada" } });
      const changes = [{ id, data: { name: "Bob" } }, { id, data: { name: "Eve" } }];
      const update = () => records.call("PATCH", "/bulk", { records: changes });
      const remove = () => records.call("DELETE", "/bulk", { recordIds: [id, id] });
      if (await behavior("bulk.one-bad-record") === "refuse-all") {
        expectRefusal(await update(), 400, "status of PATCH");
        expectRefusal(await remove(), 400, "of DELETE");
        equal((await records.get(id)).data["name"], "Ada", "the name");
      } else {
        expectSuccess(await update(), "status of PATCH");
        equal((await records.get(id)).data["name"], "Eve", "the name");
        expectSuccess(await remove(), "of DELETE");
        expectRefusal(await records.call("GET", `/${id}`), 404, "status of GET");
      }
    },
  }),
  define({
    id: "external-taken",
    title: "a batch with an external ID that is already used, or used twice in it, is refused",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: {
      "bulk.one-bad-record": {
        "partial-errors": "the other records are added",
        "partial-silent": "the other records are added",
      },
      "external.duplicate": { "409": "409", move: "all are added, and the link moves" },
    },
    async run({ records, behavior }) {
      const externalService = newService();
      const [one, two] = linked(externalService, 2);
      const [twice, usedAlready] = [[one, two, one], [two, one]];
      // With a link of its own, each record can be found and deleted, even after the other link has moved.
      const withOwnLink = (record: NewRecord | undefined) => ({
        ...record,
        external: [...(record?.external ?? []), { key: newService(), id: "1" }],
      });
      const send = (batch: (NewRecord | undefined)[]) =>
        records.call("POST", "/bulk", { records: batch.map(withOwnLink) });
      const total = async () => (await records.page({ externalService })).totalRecords;
      const option = await behavior("external.duplicate");
      if (option === "move" || await behavior("bulk.one-bad-record") !== "refuse-all") {
        expectSuccess(await send(twice), "twice");
        equal(await total(), 2, "linked records");
        expectSuccess(await send(usedAlready), "used already");
        return equal(await total(), 2, "linked records at the end");
      }
      expectRefusal(await send(twice), Number(option), "twice");
      equal(await total(), 0, "records");
      await records.add(one);
      expectRefusal(await send(usedAlready), Number(option), "used already");
      equal(await total(), 1, "final number of records");
    },
  }),
  define({
    id: "external-moved",
    title: "one PATCH bulk can move an external ID from one record to another",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: {
      "update.external": { merge: "it is refused, because links cannot be removed from a record" },
      "bulk.one-bad-record": {
        "partial-errors": "neither link moves",
        "partial-silent": "neither link moves",
      },
      "external.duplicate": { move: "it can in any case" },
    },
    async run({ records, behavior }) {
      const duplicate = await behavior("external.duplicate");
      const refusesAll = await behavior("bulk.one-bad-record") === "refuse-all";
      const replaces = await behavior("update.external") === "replace";
      const moves = duplicate === "move" || refusesAll && replaces;
      const service = newService();
      const [one, two] = await records.addLinked(service, 2);
      const batch = [
        { id: one?.id, external: two?.external },
        { id: two?.id, external: one?.external },
      ];
      const response = await records.call("PATCH", "/bulk", { records: batch });
      if (moves || !refusesAll) expectSuccess(response);
      else expectRefusal(response, Number(duplicate));
      for (const [number, owner] of [[1, moves ? two : one], [2, moves ? one : two]] as const) {
        const found = await records.call("GET", `/ext/${service}/${service}-${number}`);
        const { id, data, external } = expectOk(found, kinabaseRecord);
        const links = (external ?? []).map((link) => link.id);
        equal([id, data, links], [owner?.id, owner?.data, [`${service}-${number}`]], "record");
      }
    },
  }),
  ...([
    ["POST", { records: [] }],
    ["PATCH", { records: [] }],
    ["DELETE", { recordIds: [] }],
  ] as const).map(([method, body]) =>
    define({
      id: `empty-${method.toLowerCase()}`,
      title: `${method} bulk with an empty list is 200`,
      level: "wire",
      evidence: "A",
      needs: ["collection"],
      async run({ records }) {
        equal((await records.call(method, "/bulk", body)).status, 200, "status");
      },
    })
  ),
  ...([
    ["post-without", "POST", "without records", {}],
    ["post-no-data", "POST", "of a record without data", { records: [{}] }],
    ["patch-without", "PATCH", "without records", {}],
    ["patch-no-id", "PATCH", "of a record without an ID", { records: [{ data: {} }] }],
    ["delete-without", "DELETE", "without recordIds", { records: [] }],
    ["delete-number", "DELETE", "of an ID that is not a text", { recordIds: [1] }],
  ] satisfies [string, string, string, unknown][]).map(([id, method, what, body]) =>
    define({
      id: `malformed-${id}`,
      title: `${method} bulk ${what} is 400`,
      level: "wire",
      evidence: "A",
      needs: ["collection"],
      async run({ records }) {
        expectRefusal(await records.call(method, "/bulk", body), 400);
      },
    })
  ),
  define({
    id: "malformed-post-with-id",
    title: "POST bulk of a record with an ID is 400",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: {
      "create.own-id": { ignore: "the record gets another ID", keep: "the record gets this ID" },
      "bulk.one-bad-record": {
        "partial-errors": "the record is not added",
        "partial-silent": "the record is not added",
      },
    },
    async run({ records, behavior }) {
      const externalService = newService();
      const [record] = linked(externalService, 1);
      const id = crypto.randomUUID();
      const response = await records.call("POST", "/bulk", { records: [{ ...record, id }] });
      const option = await behavior("create.own-id");
      const refusesAll = await behavior("bulk.one-bad-record") === "refuse-all";
      if (option === "refuse" && refusesAll) expectRefusal(response, 400);
      else expectSuccess(response);
      const ids = await records.listed(externalService);
      equal(ids.length, option === "refuse" ? 0 : 1, "records");
      equal(ids.includes(id), option === "keep", "whether the record has this ID");
    },
  }),
];

/** Expects what the target responds to a bulk call where that is not the records. */
function expectAnswer(response: JsonResponse, option: "counts" | "empty", count: number): void {
  if (option === "empty") {
    return equal([response.status, response.body ?? null], [200, null], "status and body");
  }
  const { processedRecords, failedRecords } = expectOk(response, counts);
  equal([processedRecords, failedRecords], [count, 0], "the counts");
}

/** Expects the response to a batch with one invalid record. */
function expectOneBad(
  response: JsonResponse,
  option: BehaviorSettings["bulk.one-bad-record"],
  place: string,
): void {
  if (option === "refuse-all") return includes(expectRefusal(response, 400), place, "the error");
  expectSuccess(response);
  const { errors = [] } = someErrors.parse(response.body ?? {});
  equal(errors.length, option === "partial-errors" ? 1 : 0, "the number of errors");
}
