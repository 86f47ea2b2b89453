import { ingestResponse, recordList } from "../../../src/wire/response-schemas.ts";
import type {
  IngestChange,
  IngestResponse,
  JsonObject,
  KinabaseRecord,
} from "../../../src/wire/types.ts";
import { expectOk, expectRefusal } from "../response.ts";
import { equal, includes } from "../assert.ts";
import { type CaseContext, define, type Definition, type DependsOn } from "../case.ts";
import type { CollectionCalls } from "../collection-context.ts";
import type { TargetCollection } from "../target.ts";

const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";
const NOON = "2026-01-31T12:00:00Z";

interface Sensors {
  /** A collection with the tracked field `temperature` and the plain field `name`. */
  collection: TargetCollection;
  records: CollectionCalls;
  /** A record in it. */
  record: KinabaseRecord;
  /** Sends an ingest and expects 200. */
  ingest(
    records: { id: string; changes: IngestChange[] }[],
    mode?: string | null,
  ): Promise<IngestResponse>;
}

async function sensors({ collections, recordsOf }: CaseContext<"collections">): Promise<Sensors> {
  const collection = await collections.create({
    slug: "sensors",
    name: "Sensors",
    fields: { name: "text", temperature: { type: "number", tracked: true } },
  });
  const records = recordsOf(collection.slug);
  return {
    collection,
    records,
    record: await records.add({ data: { name: "Cellar" } }),
    async ingest(of, mode) {
      const body = { records: of, ...(mode === undefined ? {} : { mode }) };
      return expectOk(await records.call("POST", "/ingest", body), ingestResponse);
    },
  };
}

const at = (timestamp: string, data: JsonObject): IngestChange => ({ timestamp, data });

const RECORD_ID = {
  "ingest.record-id": { absent: "the error does not name the record" },
} as const satisfies DependsOn;

/** `POST /collections/{c}/ingest`: timestamped changes of tracked fields. */
export const ingestCases: Definition[] = [
  define({
    id: "taken",
    title: "changes of tracked fields are accepted, and the response counts the records",
    level: "wire",
    evidence: "O",
    needs: ["collections"],
    async run(context) {
      const { collection, ingest, record: { id } } = await sensors(context);
      const changes = [
        at(NOON, { temperature: 19.5 }),
        at("2026-01-31T14:00:00.000+01:00", { temperature: null }),
      ];
      const { totalRecords, processedRecords, failedRecords } = await ingest([{ id, changes }]);
      equal([totalRecords, processedRecords, failedRecords], [1, 1, 0], "the counts");
      equal(await collection.telemetry(id), changes, "accepted changes");
    },
  }),
  define({
    id: "no-errors",
    title: "if no record failed, the errors of an ingest are an empty array",
    level: "wire",
    evidence: "A",
    needs: ["collections"],
    dependsOn: { "ingest.errors-when-none": { null: "they are null", absent: "they are absent" } },
    async run(context) {
      const { ingest, record: { id } } = await sensors(context);
      const expected = { array: [], null: null, absent: undefined };
      const { errors } = await ingest([{ id, changes: [at(NOON, { temperature: 19.5 })] }]);
      equal(errors, expected[await context.behavior("ingest.errors-when-none")], "the errors");
    },
  }),
  define({
    id: "read-back",
    title: "an ingest does not change what GET of its record shows",
    level: "wire",
    evidence: "A",
    needs: ["collections"],
    dependsOn: { "ingest.writes-record": { yes: "the record has the latest value" } },
    async run(context) {
      const { ingest, records, record: { id } } = await sensors(context);
      const changed = { temperature: 19.5 };
      await ingest([{ id, changes: [at(NOON, changed)] }]);
      const writes = await context.behavior("ingest.writes-record") === "yes";
      const expected = { name: "Cellar", ...(writes ? changed : {}) };
      equal((await records.get(id)).data, expected, "the data");
    },
  }),
  define({
    id: "no-update",
    title: "an ingest does not count as an update of its record",
    level: "wire",
    evidence: "A",
    needs: ["collections", "clock"],
    dependsOn: { "ingest.writes-record": { yes: "it is an update" } },
    async run(context) {
      const { ingest, records, record: { id } } = await sensors(context);
      await context.clock.advance("1m");
      const updatedAfter = new Date(context.clock.now()).toISOString();
      await context.clock.advance("1m");
      await ingest([{ id, changes: [at(NOON, { temperature: 19.5 })] }]);
      const expected = await context.behavior("ingest.writes-record") === "yes" ? 1 : 0;
      equal((await records.page({ updatedAfter })).totalRecords, expected, "updated records");
    },
  }),
  ...([[undefined, "D"], [null, "D"], ["FUTURE_FACING", "O"]] as const).map(([mode, evidence]) =>
    define({
      id: `mode-${String(mode)}`,
      title: mode === undefined
        ? "an ingest without a mode is accepted"
        : `the mode ${JSON.stringify(mode)} is accepted`,
      level: "wire",
      evidence,
      needs: ["collections"],
      async run(context) {
        const { ingest, record: { id } } = await sensors(context);
        const records = [{ id, changes: [at(NOON, { temperature: 19.5 })] }];
        equal((await ingest(records, mode)).processedRecords, 1, "processedRecords");
      },
    })
  ),
  define({
    id: "unknown-record",
    title: "a 200 reports an unknown record as failed, and the others are accepted",
    level: "wire",
    evidence: "O",
    needs: ["collections"],
    async run(context) {
      const { collection, ingest, record: { id } } = await sensors(context);
      const changes = [at(NOON, { temperature: 19.5 })];
      const result = await ingest([{ id: UNKNOWN_ID, changes }, { id, changes }]);
      const { totalRecords, processedRecords, failedRecords, errors } = result;
      equal([totalRecords, processedRecords, failedRecords], [2, 1, 1], "the counts");
      equal(errors?.length, 1, "errors");
      equal(await collection.telemetry(id), changes, "accepted changes");
    },
  }),
  ...([
    ["unknown-field", "an unknown field", { humidity: 60 }],
    ["wrong-type", "a value of the wrong type", { temperature: "warm" }],
  ] satisfies [string, string, JsonObject][]).map(([name, what, data]) =>
    define({
      id: name,
      title: `a 200 reports a record with ${what} as failed, and the others are accepted`,
      level: "wire",
      evidence: "O",
      needs: ["collections"],
      async run(context) {
        const { collection, ingest, records, record: { id } } = await sensors(context);
        const other = await records.add();
        const changes = [at(NOON, { temperature: 19.5 })];
        const result = await ingest([
          { id, changes: [at(NOON, data)] },
          { id: other.id, changes },
        ]);
        equal([result.processedRecords, result.failedRecords], [1, 1], "the counts");
        equal(await collection.telemetry(other.id), changes, "accepted changes");
      },
    })
  ),
  ...([
    ["case", "a field name in the wrong case", { Temperature: 20 }, "UNKNOWN_FIELD", "Temperature"],
    ["untracked", "a field that is not tracked", { name: "Attic" }, "UNTRACKED_FIELD", "name"],
    ["type", "a value of the wrong type", { temperature: "warm" }, "WRONG_TYPE", '"warm"'],
  ] satisfies [string, string, JsonObject, string, string][]).map(([id, what, data, code, word]) =>
    define({
      id: `fails-${id}`,
      title: `a record with ${what} fails, and none of its changes are accepted`,
      level: "wire",
      evidence: "A",
      needs: ["collections"],
      dependsOn: RECORD_ID,
      async run(context) {
        const named = await context.behavior("ingest.record-id") === "present";
        const { collection, ingest, record } = await sensors(context);
        const changes = [at(NOON, { temperature: 19.5 }), at(NOON, data)];
        const { failedRecords, errors: listed } = await ingest([{ id: record.id, changes }]);
        const errors = listed ?? [];
        equal([failedRecords, errors.length], [1, 1], "failedRecords and errors");
        const expected = [code, named ? record.id : undefined];
        equal([errors[0]?.errorCode, errors[0]?.recordId], expected, "code and record");
        includes(errors[0]?.error, "records[0].changes[1]", "the error");
        includes(errors[0]?.error, word, "the error");
        equal(await collection.telemetry(record.id), [], "accepted changes");
      },
    })
  ),
  define({
    id: "naive-timestamp",
    title: "a timestamp without an offset is taken as UTC",
    level: "wire",
    evidence: "A",
    needs: ["collections"],
    dependsOn: {
      "ingest.naive-timestamp": { "400": "the ingest is 400", fail: "its record fails in a 200" },
    },
    async run(context) {
      const { collection, ingest, records, record: { id } } = await sensors(context);
      const data = { temperature: 19.5 };
      const changes = [at("2026-01-31T12:00:00.123456", data), at("2026-01-31T12:00:00", data)];
      const batch = [{ id, changes }];
      const option = await context.behavior("ingest.naive-timestamp");
      if (option === "400") {
        expectRefusal(await records.call("POST", "/ingest", { records: batch }), 400);
      } else {
        equal((await ingest(batch)).failedRecords, option === "fail" ? 1 : 0, "failedRecords");
      }
      const stored = await collection.telemetry(id);
      if (option !== "utc") return equal(stored, [], "accepted changes");
      equal(
        stored.map(({ timestamp }) => new Date(timestamp).toISOString()),
        ["2026-01-31T12:00:00.123Z", "2026-01-31T12:00:00.000Z"],
        "the times",
      );
    },
  }),
  define({
    id: "bad-timestamp",
    title: "a bad timestamp fails its record within a 200, and the others are accepted",
    level: "wire",
    evidence: "A",
    needs: ["collections"],
    dependsOn: RECORD_ID,
    async run(context) {
      const named = await context.behavior("ingest.record-id") === "present";
      const { collection, records, record: { id } } = await sensors(context);
      const good = await records.add();
      const data = { temperature: 19.5 };
      for (const timestamp of ["noon", "NaT", "2026-02-30T12:00:00Z", "", 1769860800, null]) {
        const body = {
          records: [
            { id, changes: [at(NOON, data), { timestamp, data }] },
            { id: good.id, changes: [at(NOON, data)] },
          ],
        };
        const answer = await records.call("POST", "/ingest", body);
        const { processedRecords, failedRecords, errors } = expectOk(answer, ingestResponse);
        equal([processedRecords, failedRecords], [1, 1], `the counts for ${timestamp}`);
        const expected = [named ? id : undefined];
        equal(errors?.map(({ recordId }) => recordId), expected, "the failed record");
      }
      equal(await collection.telemetry(id), [], "accepted changes");
    },
  }),
  define({
    id: "hidden-field",
    title: "a target can be configured to leave a field out of every record it returns",
    level: "wire",
    evidence: "O",
    needs: ["collections"],
    async run({ collections, recordsOf }) {
      const { slug } = await collections.create({
        slug: "meters",
        name: "Meters",
        fields: { name: "text", power: { type: "number", tracked: true, hidden: true } },
      });
      const { add, call, get, page } = recordsOf(slug);
      const { id } = await add({ data: { name: "Roof", power: 4 } });
      equal((await get(id)).data, { name: "Roof" }, "the record");
      equal((await page({})).records[0]?.data, { name: "Roof" }, "the record in a page");
      const all = expectOk(await call("GET", "/all"), recordList);
      equal(all[0]?.data, { name: "Roof" }, "the record in a stream");
    },
  }),
  define({
    id: "all-failed",
    title: "the status is 200 even if every record failed",
    level: "wire",
    evidence: "O",
    needs: ["collections"],
    async run(context) {
      const { ingest } = await sensors(context);
      const result = await ingest([{ id: UNKNOWN_ID, changes: [at(NOON, { temperature: 1 })] }]);
      equal([result.processedRecords, result.failedRecords], [0, 1], "the counts");
    },
  }),
  ...([
    ["no-records", "without records", {}],
    ["no-id", "of a record without an ID", { records: [{ changes: [] }] }],
    ["no-changes", "of a record without changes", { records: [{ id: UNKNOWN_ID }] }],
    ["no-timestamp", "without a timestamp", {
      records: [{ id: UNKNOWN_ID, changes: [{ data: {} }] }],
    }],
    [
      "no-data",
      "of a change without data",
      { records: [{ id: UNKNOWN_ID, changes: [{ timestamp: NOON }] }] },
    ],
    ["mode", "with an unknown mode", { mode: "PAST", records: [] }],
    ["json", "that is not JSON", "{"],
  ] satisfies [string, string, unknown][]).map(([id, what, body]) =>
    define({
      id: `malformed-${id}`,
      title: `an ingest request ${what} is 400`,
      level: "wire",
      evidence: "A",
      needs: ["collection"],
      async run({ records }) {
        expectRefusal(await records.call("POST", "/ingest", body), 400);
      },
    })
  ),
  define({
    id: "301",
    title: "an ingest of 301 records is 400",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      const many = Array.from({ length: 301 }, () => ({ id: UNKNOWN_ID, changes: [] }));
      expectRefusal(await records.call("POST", "/ingest", { records: many }), 400);
    },
  }),
  define({
    id: "deleted",
    title: "a 200 reports a deleted record of an ingest as failed",
    level: "wire",
    evidence: "A",
    needs: ["collections"],
    async run(context) {
      const { collection, ingest, records, record: { id } } = await sensors(context);
      const batch = [{ id, changes: [at(NOON, { temperature: 1 })] }];
      equal((await ingest(batch)).failedRecords, 0, "failedRecords before");
      await records.call("DELETE", `/${id}`);
      equal((await ingest(batch)).failedRecords, 1, "failedRecords after");
      equal(await collection.telemetry(id), [], "stored changes");
    },
  }),
];
