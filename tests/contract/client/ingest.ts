import { type FailedRange, PartialFailureError } from "../../../mod.ts";
import { equal, fails, includes, ok } from "../assert.ts";
import { type CaseContext, define, type Definition } from "../case.ts";
import { expectTrue } from "./bad-batch.ts";

/** `collection.ingest()`. */
export const ingestCases: Definition[] = [
  define({
    id: "client-ingest",
    title: "ingest sends changes of tracked fields in batches, with timestamps as Date or text",
    level: "client",
    evidence: "D",
    needs: ["collections"],
    async run(context) {
      const { sensors, ids, telemetry } = await sensorsOn(context, 5);
      const at = new Date("2026-01-02T03:04:05Z");
      const rows = ids.map((id, i) => ({
        id,
        changes: [
          { timestamp: at, data: { temperature: i } },
          { timestamp: "2026-01-02T04:00:00Z", data: { temperature: i + 1 } },
        ],
      }));
      const report = await sensors.ingest(rows, { batchSize: 2, mode: "FUTURE_FACING" });
      equal(report.done, [{ from: 0, to: 5 }], "done");
      equal(
        [report.totalRecords, report.processedRecords, report.failedRecords],
        [5, 5, 0],
        "counts",
      );
      const [first] = await telemetry(ids[0] ?? "");
      equal(new Date(first?.timestamp ?? 0).getTime(), at.getTime(), "the first timestamp");
    },
  }),
  define({
    id: "client-partial",
    title:
      "an ingest response of 200 with failed records throws PartialFailureError, which names them",
    level: "client",
    evidence: "O",
    needs: ["collections"],
    dependsOn: {
      "ingest.record-id": { absent: "the batch is unknown, because nothing names the record" },
    },
    async run(context) {
      const { sensors, ids, telemetry } = await sensorsOn(context, 3);
      const timestamp = "2026-01-02T03:04:05Z";
      const rows = ids.map((id, i) => ({
        id,
        changes: [{ timestamp, data: i === 1 ? { temperatur: 1 } : { temperature: i } }],
      }));
      const { report, message } = await fails(
        () => sensors.ingest(rows),
        PartialFailureError,
        "ingest",
      );
      const isNamed = await context.behavior("ingest.record-id") === "present";
      equal(report.done, isNamed ? [{ from: 0, to: 1 }, { from: 2, to: 3 }] : [], "done");
      const ranges = (of: readonly FailedRange[]) => of.map(({ from, to }) => [from, to]);
      equal(ranges(report.failed), isNamed ? [[1, 2]] : [], "failed");
      equal(ranges(report.unknown), isNamed ? [] : [[0, 3]], "unknown");
      ok(report.errors !== undefined, "expected an ingest's counts");
      equal([report.processedRecords, report.failedRecords], [2, 1], "counts");
      includes(report.errors[0]?.error, "temperatur", "the server's message");
      if (isNamed) includes(message, "temperatur", "the message");
      equal((await telemetry(ids[2] ?? "")).length, 1, "changes of an accepted record");
    },
  }),
  define({
    id: "client-claims",
    title: "what an ingest says about each record is true if the server refuses some of them",
    level: "client",
    evidence: "S",
    needs: ["collections"],
    async run(context) {
      const { sensors, ids, telemetry } = await sensorsOn(context, 7);
      const rows = ids.map((id, i) => ({
        id: i === 6 ? UNKNOWN_ID : id,
        changes: [{
          timestamp: "2026-01-02T03:04:05Z",
          data: i === 1 ? { temperatur: 1 } : { temperature: i },
        }],
      }));
      const options = { batchSize: 2, throwOnFailure: false } as const;
      const report = await sensors.ingest(rows, options);
      const stored = await Promise.all(rows.map(({ id }) => telemetry(id)));
      expectTrue(report, stored.map((changes) => changes.length === 1), "ingest");
      // Batches without a bad record are done in any case.
      equal(report.done.at(-1)?.to, 6, "the end of the records that are done");
    },
  }),
  define({
    id: "client-unnamed-failure",
    title: "if the failures name no records, a partly processed batch is unknown",
    level: "client",
    evidence: "A",
    needs: ["collections", "faults"],
    async run(context) {
      const { sensors, ids } = await sensorsOn(context, 4);
      const body = {
        totalRecords: 2,
        processedRecords: 1,
        failedRecords: 1,
        errors: [{ error: "Field unknown", errorCode: "FIELD_NOT_FOUND" }],
      };
      await context.faults.add({ kind: "status", status: 200, body, match: { path: "*/ingest" } });
      const timestamp = "2026-01-02T03:04:05Z";
      const rows = ids.map((id) => ({ id, changes: [{ timestamp, data: { temperature: 1 } }] }));
      const report = await sensors.ingest(rows, { batchSize: 2, throwOnFailure: false });
      equal(report.unknown.map(({ from, to }) => [from, to]), [[0, 2]], "unknown");
      equal(report.done, [{ from: 2, to: 4 }], "done");
      equal([report.totalRecords, report.failedRecords], [4, 1], "counts");
    },
  }),
  define({
    id: "client-bad-input",
    title: "a change without a valid timestamp is not sent, and the error names it",
    level: "client",
    evidence: "S",
    needs: ["collections"],
    async run(context) {
      const { sensors, ids } = await sensorsOn(context, 1);
      for (
        const [timestamp, why] of [
          ["noon", '"noon"'],
          [1_767_322_845_000, "1767322845000"],
          [null, "null"],
          ["2026-01-02T03:04:05", "as in 2026-01-02T03:04:05Z"],
          ["2026-01-02", "as in 2026-01-02T00:00:00Z"],
          ["2026-13-02T03:04:05Z", "is not a valid date"],
        ] as const
      ) {
        const rows = [{ id: ids[0], changes: [{ timestamp, data: { temperature: 1 } }] }];
        // Wrong on purpose, as the compiler would also report.
        const ingest = () => Reflect.apply(sensors.ingest, undefined, [rows]);
        const error = await fails(ingest, PartialFailureError, "ingest");
        includes(error.message, "[0].changes[0].timestamp", "the message");
        includes(error.message, why, "the message");
        equal(error.report.failed.map(({ from, to }) => [from, to]), [[0, 1]], "failed");
      }
      for (const row of [null, { id: ids[0] }]) {
        const ingest = () => Reflect.apply(sensors.ingest, undefined, [[row]]);
        const error = await fails(ingest, PartialFailureError, "ingest");
        includes(error.message, "[0]: expected a record's { id, changes }", "the message");
      }
    },
  }),
  define({
    id: "client-repeated-id",
    title: "a record whose ID the call already contains fails alone, before it is sent",
    level: "client",
    evidence: "S",
    needs: ["collections"],
    async run(context) {
      const { sensors, ids } = await sensorsOn(context, 2);
      const [a = "", b = ""] = ids;
      const change = (data: object) => [{ timestamp: "2026-01-02T03:04:05Z", data }];
      const rows = [
        { id: a, changes: change({ temperature: 1 }) },
        { id: b, changes: change({ temperature: 2 }) },
        { id: a, changes: change({ temperature: 3 }) },
      ];
      const { report } = await fails(() => sensors.ingest(rows), PartialFailureError, "ingest");
      equal(report.failed.map(({ from }) => from), [2], "failed");
      includes(report.failed[0]?.error.message, "[2] repeats the ID", "the message");
      equal(report.done, [{ from: 0, to: 2 }], "done");
    },
  }),
];

const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

async function sensorsOn({ client, collections }: CaseContext<"collections">, count: number) {
  const { slug, telemetry } = await collections.create({
    slug: "sensors",
    name: "Sensors",
    fields: { name: "text", temperature: { type: "number", tracked: true } },
  });
  const sensors = client().collection(slug);
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    ids.push((await sensors.create({ data: { name: `Sensor ${i}` } })).id);
  }
  return { sensors, ids, telemetry };
}
