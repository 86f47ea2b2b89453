import { describe, expect, test } from "bun:test";
import { createMemoryStore } from "../../../../mock-server/world/collections/memory-store/memory-store.ts";
import { mockWithApp } from "../mock-with-app.ts";

const NOON = "2026-01-31T12:00:00Z";
const NAIVE = "2026-01-31T12:00:00";
const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

async function started(behaviors: object = {}) {
  const { people, send } = await mockWithApp({ behaviors });
  const { id } = people.records.add({ data: { name: "Ada" } });
  const ingest = (...records: [id: string, ...timestamps: string[]][]) =>
    send("POST", "collections/people/ingest", {
      records: records.map(([id, ...timestamps]) => ({
        id,
        changes: timestamps.map((timestamp, i) => ({ timestamp, data: { level: i } })),
      })),
    });
  return { people, id, ingest };
}

describe("the errors of an ingest", () => {
  const NOT_THERE = `record "${UNKNOWN_ID}" does not exist in this collection.`;

  test("have the message, a code, and the record's ID, and the others are stored", async () => {
    const { people, id, ingest } = await started();
    const { status, body } = await ingest([id, NOON], [UNKNOWN_ID, NOON]);
    expect(status).toBe(200);
    expect(body).toEqual({
      totalRecords: 2,
      processedRecords: 1,
      failedRecords: 1,
      errors: [{
        error: `records[1].id: ${NOT_THERE}`,
        errorCode: "UNKNOWN_RECORD",
        recordId: UNKNOWN_ID,
      }],
    });
    expect(people.telemetry(id)).toHaveLength(1);
  });

  test("can be without the record's ID", async () => {
    const { ingest } = await started({ "ingest.record-id": "absent" });
    expect((await ingest([UNKNOWN_ID, NOON])).body.errors)
      .toEqual([{ error: `records[0].id: ${NOT_THERE}`, errorCode: "UNKNOWN_RECORD" }]);
  });

  for (
    const [option, expected] of [["array", []], ["null", null], ["absent", undefined]] as const
  ) {
    test(`if no record failed: ${option}`, async () => {
      const { id, ingest } = await started({ "ingest.errors-when-none": option });
      const { body } = await ingest([id, NOON]);
      expect(body).toEqual({
        totalRecords: 1,
        processedRecords: 1,
        failedRecords: 0,
        ...(expected === undefined ? {} : { errors: expected }),
      });
      expect((await ingest([UNKNOWN_ID, NOON])).body.errors).toHaveLength(1);
    });
  }
});

describe("a timestamp without an offset", () => {
  const message = (place: string) =>
    `${place}: expected an ISO 8601 time such as 2026-01-31T12:00:00Z, got "${NAIVE}".`;

  test("is taken as UTC", async () => {
    const { people, id, ingest } = await started();
    expect((await ingest([id, NAIVE])).body).toMatchObject({ processedRecords: 1 });
    expect(people.telemetry(id)).toEqual([{ timestamp: NOON, data: { level: 0 } }]);
  });

  test("can fail its record", async () => {
    const { people, id, ingest } = await started({ "ingest.naive-timestamp": "fail" });
    const { status, body } = await ingest([id, NOON, NAIVE], [id, NOON]);
    expect([status, body.processedRecords, body.failedRecords]).toEqual([200, 1, 1]);
    expect(body.errors).toEqual([{
      error: message("records[0].changes[1].timestamp"),
      errorCode: "INVALID_TIMESTAMP",
      recordId: id,
    }]);
    expect(people.telemetry(id)).toHaveLength(1);
  });

  test("can be 400 for all records", async () => {
    const { people, id, ingest } = await started({ "ingest.naive-timestamp": "400" });
    const { status, body } = await ingest([id, NOON], [id, NOON, NAIVE]);
    expect([status, body]).toEqual([400, { error: message("records[1].changes[1].timestamp") }]);
    expect(people.telemetry(id)).toEqual([]);
    expect((await ingest([id, NOON])).body).toMatchObject({ processedRecords: 1 });
  });
});

test("a bug of the mock is not reported as a failed record", async () => {
  const { people, send } = await mockWithApp({
    behaviors: { "ingest.writes-record": "yes", "bulk.one-bad-record": "partial-errors" },
    createStore: () => ({
      ...createMemoryStore(),
      replace() {
        throw new RangeError("the store is broken");
      },
    }),
  });
  const { id } = people.records.add({ data: {} });
  const changes = [{ timestamp: NOON, data: {} }];
  const answers = [
    await send("POST", "collections/people/ingest", { records: [{ id, changes }] }),
    await send("PATCH", "collections/people/bulk", { records: [{ id, data: {} }] }),
  ];
  for (const { status, body } of answers) {
    expect([status, body]).toEqual([500, {
      error: "Internal error in the mock: the store is broken",
    }]);
  }
});
