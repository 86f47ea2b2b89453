import { describe, expect, test } from "bun:test";
import type { BehaviorOptions } from "../../../../mock-server/mod.ts";
import { mockWithApp } from "../mock-with-app.ts";

const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

async function started(behaviors: BehaviorOptions = {}) {
  const { people, send } = await mockWithApp({ behaviors });
  const ids = [0, 1].map((i) => people.records.add({ data: { i } }).id);
  const bulk = (method: string, body: object) => send(method, "collections/people/bulk", body);
  const names = () => people.records.list().map(({ data }) => data);
  return { people, ids, bulk, names };
}

const UNKNOWN_AT_1 = `records[1].id: record "${UNKNOWN_ID}" does not exist in this collection.`;

describe("a batch with one invalid record", () => {
  test("is refused as a whole", async () => {
    const { ids, bulk, names } = await started();
    const changes = [...ids, UNKNOWN_ID].map((id) => ({ id, data: { i: 9 } }));
    const { status, body } = await bulk("PATCH", { records: changes });
    expect([status, body]).toEqual([400, { error: UNKNOWN_AT_1.replace("[1]", "[2]") }]);
    expect(names()).toEqual([{ i: 0 }, { i: 1 }]);
  });

  test("can be written without it, and the response lists its error with its index", async () => {
    const { people, ids, bulk, names } = await started({ "bulk.one-bad-record": "partial-errors" });
    const external = [{ key: "crm", id: "1" }];
    const added = await bulk("POST", {
      records: [{ data: { i: 2 }, external }, { data: {}, external }, { data: { i: 3 } }],
    });
    expect(added.status).toBe(200);
    expect(added.body.records.map((of: { data: object }) => of.data)).toEqual([{ i: 2 }, { i: 3 }]);
    const [first] = people.records.list().slice(2);
    expect(added.body.errors).toEqual([{
      index: 1,
      error:
        `records[1].external[0]: external ID "1" of service "crm" is already linked to record ` +
        `"${first?.id}". Use an external ID only once in a collection.`,
    }]);

    const updated = await bulk("PATCH", {
      records: [{ id: ids[0], data: { i: 7 } }, { id: UNKNOWN_ID }, { id: ids[1], data: { i: 8 } }],
    });
    expect(updated.body.records.map((of: { id: string }) => of.id)).toEqual(ids);
    expect(updated.body.errors).toEqual([{ index: 1, error: UNKNOWN_AT_1 }]);
    expect(names()).toEqual([{ i: 7 }, { i: 8 }, { i: 2 }, { i: 3 }]);

    const deleted = await bulk("DELETE", { recordIds: [ids[0], UNKNOWN_ID, ids[1]] });
    expect(deleted.body).toEqual({
      recordIds: ids,
      errors: [{ index: 1, error: UNKNOWN_AT_1.replace("records[1].id", "recordIds[1]") }],
    });
    expect(names()).toEqual([{ i: 2 }, { i: 3 }]);
  });

  test("can be written without it, and the response does not mention it", async () => {
    const { ids, bulk, names } = await started({ "bulk.one-bad-record": "partial-silent" });
    const { status, body } = await bulk("DELETE", { recordIds: [UNKNOWN_ID, ids[0]] });
    expect([status, body]).toEqual([200, { recordIds: [ids[0]] }]);
    expect(names()).toEqual([{ i: 1 }]);
  });

  test("has no errors in its response if all are valid", async () => {
    const { ids, bulk } = await started({ "bulk.one-bad-record": "partial-errors" });
    expect((await bulk("DELETE", { recordIds: ids })).body).toEqual({ recordIds: ids });
  });

  test("refuses the ID of a new record by its place", async () => {
    const refusing = await started({ "bulk.one-bad-record": "partial-errors" });
    const records = [{ data: {} }, { id: "own", data: {} }];
    const { body } = await refusing.bulk("POST", { records });
    expect(body.records).toHaveLength(1);
    const error = 'Invalid request: records[1].id: expected null, got "own".';
    expect(body.errors).toEqual([{ index: 1, error }]);
    expect((await (await started()).bulk("POST", { records })).body).toEqual({ error });
  });
});

describe("the response to a batch", () => {
  test("can be counts", async () => {
    const { ids, bulk } = await started({
      "bulk.answer": "counts",
      "bulk.one-bad-record": "partial-errors",
    });
    const { status, headers, body } = await bulk("DELETE", { recordIds: [...ids, UNKNOWN_ID] });
    expect([status, headers.get("content-type")]).toEqual([200, "application/json"]);
    expect(body).toEqual({
      totalRecords: 3,
      processedRecords: 2,
      failedRecords: 1,
      errors: [{ index: 2, error: UNKNOWN_AT_1.replace("records[1].id", "recordIds[2]") }],
    });
  });

  test("can be empty, except for errors", async () => {
    const { ids, bulk } = await started({
      "bulk.answer": "empty",
      "bulk.one-bad-record": "partial-errors",
    });
    const good = await bulk("PATCH", { records: [{ id: ids[0], data: { i: 9 } }] });
    expect([good.status, good.text]).toEqual([200, ""]);
    const partly = await bulk("PATCH", { records: [{ id: ids[0] }, { id: UNKNOWN_ID }] });
    expect([partly.status, partly.body]).toEqual([200, {
      errors: [{ index: 1, error: UNKNOWN_AT_1 }],
    }]);
  });

  test("is JSON with the records by default", async () => {
    const { bulk } = await started();
    const { status, headers, body } = await bulk("POST", { records: [{ data: { i: 2 } }] });
    expect([status, headers.get("content-type")]).toEqual([200, "application/json"]);
    expect(body).toMatchObject({ records: [{ numericId: 3, data: { i: 2 }, external: null }] });
  });
});

describe("a bulk deletion of a record that does not exist", () => {
  test("counts as deleted if the tenant ignores it", async () => {
    const { ids, bulk, names } = await started({ "bulk.delete-missing": "ignore" });
    const recordIds = [ids[0], UNKNOWN_ID];
    const { status, body } = await bulk("DELETE", { recordIds });
    expect([status, body]).toEqual([200, { recordIds }]);
    expect(names()).toEqual([{ i: 1 }]);
  });

  test("is refused otherwise", async () => {
    const { ids, bulk, names } = await started();
    const { status, body } = await bulk("DELETE", { recordIds: [ids[0], UNKNOWN_ID] });
    expect([status, body.error])
      .toEqual([400, UNKNOWN_AT_1.replace("records[1].id", "recordIds[1]")]);
    expect(names()).toHaveLength(2);
  });
});
