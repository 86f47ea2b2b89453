import { bulkDeleteResponse, bulkRecordsResponse } from "../../../src/wire/response-schemas.ts";
import type { NewRecord } from "../../../src/wire/types.ts";
import { expectOk, expectRefusal, expectSuccess } from "../response.ts";
import { equal, includes } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { newService } from "../collection-context.ts";

const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

const linked = (service: string, count: number): NewRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    data: { name: String(i + 1) },
    external: [{ key: service, id: String(i + 1) }],
  }));

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
    async run({ records }) {
      const body = { records: linked(newService(), 3) };
      const response = expectOk(await records.call("POST", "/bulk", body), bulkRecordsResponse);
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
    async run({ records }) {
      const [one, two] = await records.addLinked(newService(), 2);
      const changes = [two, one].map((record) => ({ id: record?.id, data: { note: "new" } }));
      const sent = await records.call("PATCH", "/bulk", { records: changes });
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
    async run({ records }) {
      const recordIds = (await records.addLinked(newService(), 2)).map(({ id }) => id);
      const response = await records.call("DELETE", "/bulk", { recordIds });
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
    async run({ collections, recordsOf }) {
      const fields = { name: "text" } as const;
      const { slug } = await collections.create({ slug: "strict", name: "Strict", fields });
      const { add, call, page } = recordsOf(slug);
      const batch = [{ data: { name: "1" } }, { data: { name: "2" } }, { data: { Name: "3" } }];
      includes(
        expectRefusal(await call("POST", "/bulk", { records: batch }), 400),
        "records[2]",
        "error",
      );
      equal((await page({})).totalRecords, 0, "records");
      const before = await add();
      const after = await add();
      equal(after.numericId, (before.numericId ?? 0) + 1, "the number after a refused batch");
    },
  }),
  define({
    id: "update-all-or-none",
    title: "one invalid record causes the whole PATCH bulk to be refused, and the error names it",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      const { id } = await records.add({ data: { name: "Ada" } });
      const change = { data: { name: "Bob" } };
      const batch = { records: [{ id, ...change }, { id: UNKNOWN_ID, ...change }] };
      includes(
        expectRefusal(await records.call("PATCH", "/bulk", batch), 400),
        "records[1]",
        "the error",
      );
      equal((await records.get(id)).data["name"], "Ada", "the name");
    },
  }),
  define({
    id: "delete-all-or-none",
    title: "one unknown ID causes the whole DELETE bulk to be refused, and the error names it",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      const { id } = await records.add();
      const batch = { recordIds: [id, UNKNOWN_ID] };
      includes(
        expectRefusal(await records.call("DELETE", "/bulk", batch), 400),
        "recordIds[1]",
        "error",
      );
      await records.get(id);
    },
  }),
  define({
    id: "repeated",
    title: "updating or deleting a record twice in one batch is 400",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      const { id } = await records.add({ data: { name: "Ada" } });
      const changes = [{ id, data: { name: "Bob" } }, { id, data: { name: "Eve" } }];
      expectRefusal(
        await records.call("PATCH", "/bulk", { records: changes }),
        400,
        "status of PATCH",
      );
      expectRefusal(
        await records.call("DELETE", "/bulk", { recordIds: [id, id] }),
        400,
        "of DELETE",
      );
      equal((await records.get(id)).data["name"], "Ada", "the name");
    },
  }),
  define({
    id: "external-taken",
    title: "a batch with an external ID that is already used, or used twice in it, is refused",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      const externalService = newService();
      const [one, two] = linked(externalService, 2);
      expectRefusal(
        await records.call("POST", "/bulk", { records: [one, two, one] }),
        400,
        "twice",
      );
      equal((await records.page({ externalService })).totalRecords, 0, "records");
      await records.add(one);
      expectRefusal(
        await records.call("POST", "/bulk", { records: [two, one] }),
        400,
        "used already",
      );
      equal((await records.page({ externalService })).totalRecords, 1, "final number of records");
    },
  }),
  define({
    id: "external-moved",
    title: "one PATCH bulk can move an external ID from one record to another",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      const service = newService();
      const [one, two] = await records.addLinked(service, 2);
      const batch = [
        { id: one?.id, external: two?.external },
        { id: two?.id, external: one?.external },
      ];
      expectSuccess(await records.call("PATCH", "/bulk", { records: batch }));
      for (const [number, owner] of [[1, two], [2, one]] as const) {
        const { body } = await records.call("GET", `/ext/${service}/${service}-${number}`);
        equal(body, { ...owner, external: number === 1 ? one?.external : two?.external }, "record");
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
    ["post-with-id", "POST", "of a record with an ID", { records: [{ id: "x", data: {} }] }],
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
];
