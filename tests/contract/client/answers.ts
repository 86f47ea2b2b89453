import {
  BadRequestError,
  type Collection,
  PartialFailureError,
  TimeoutError,
  UnexpectedResponseError,
} from "../../../mod.ts";
import { equal, fails, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { everythingIn, until } from "../tools.ts";
import { json, lost, record, refused, scripted, type Step, thrownBy } from "./scripted.ts";

const ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";
const OTHER_ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b12";
const sample = (id: string) => ({
  id,
  changes: [{ timestamp: "2026-01-02T03:04:05Z", data: { level: 1 } }],
});
const people = (...steps: (() => Step)[]) => scripted(steps).client.collection("people");

// In parts, so that no tool takes it for a real token.
const JWT = ["eyJhbGciOiJIUzI1NiJ9", "eyJleHAiOjF9", "c2lnbmF0dXJl"].join(".");
const UNSAFE_TEXT = `\u001b[31mNo.\r\n${JWT} ${"x".repeat(5_000)}`;

/** Checks that a value shows no token, no control characters and no long text of the server. */
function expectSafe(value: unknown, what: string): void {
  const text = everythingIn(value);
  ok(!text.includes(JWT), `${what}: expected no token`);
  ok(!text.includes("\u001b"), `${what}: expected no control characters`);
  ok(!text.includes("x".repeat(1_000)), `${what}: expected the server's text to be shortened`);
}

/** How the client reads responses that succeed, but say something else than the request asked for. */
export const answerCases: Definition[] = [
  define({
    id: "client-unsafe-text",
    title: "the server's text in a 200 is shown without tokens and control characters, shortened",
    level: "client",
    evidence: "S",
    async run() {
      const says = json({ error: UNSAFE_TEXT });
      for (
        const [what, call] of [
          ["update", (of: Collection) => of.update("a", { data: { a: 1 } })],
          ["delete", (of: Collection) => of.delete("a")],
          ["bulk.create", (of: Collection) => of.bulk.create([{ data: {} }])],
          ["bulk.delete", (of: Collection) => of.bulk.delete(["a"])],
        ] as const
      ) {
        const error = await thrownBy(() => call(people(says)));
        includes(error.message, "No.", what);
        expectSafe(error.message, what);
        if (error instanceof PartialFailureError) expectSafe(error.report.unknown, what);
      }
      const errors = [{ error: UNSAFE_TEXT, errorCode: UNSAFE_TEXT, recordId: "a" }];
      const counts = { totalRecords: 1, processedRecords: 0, failedRecords: 1, errors };
      const ingested = await people(json(counts)).ingest([sample("a")], { throwOnFailure: false });
      equal(ingested.errors.map(({ recordId }) => recordId), ["a"], "the record");
      expectSafe(ingested.errors, "the report's errors");
      const [failed] = ingested.failed;
      expectSafe([failed?.error.message, failed?.error.serverMessage], "the record's error");
    },
  }),
  define({
    id: "client-upsert-applied",
    title: "an upsert's error covers all its requests: a lost update may have been applied",
    level: "client",
    evidence: "S",
    async run() {
      const upsert = (...steps: (() => Step)[]) =>
        people(...steps).external("crm").upsert("1", { data: { a: 1 } });
      for (
        const [what, rest, requests] of [
          ["a rejected record", [refused(400), refused(404)], 4],
          ["no permission", [refused(403)], 3],
          ["a lost record", [lost, lost], 3],
        ] as const
      ) {
        const error = await thrownBy(() => upsert(lost, refused(404), ...rest));
        equal([error.mayHaveBeenApplied, error.attempts], [true, requests], what);
      }
      const error = await fails(
        () => upsert(refused(404), refused(400), refused(404)),
        BadRequestError,
        "nothing lost",
      );
      equal([error.mayHaveBeenApplied, error.attempts], [false, 3], "nothing lost");
    },
  }),
  define({
    id: "client-upsert-fields",
    title: "an upsert refuses what it would not send",
    level: "client",
    evidence: "S",
    async run() {
      for (
        const [given, message] of [
          [{ data: { a: 1 }, name: "x" }, "upsert: expected { data }, got name"],
          [null, "upsert: expected an object with data, got null"],
        ] as const
      ) {
        const { client, sent } = scripted([]);
        const external = client.collection("people").external("crm");
        const call = () => Promise.resolve(Reflect.apply(external.upsert, external, ["1", given]));
        includes((await fails(call, TypeError, message)).message, message, "the message");
        equal(sent(), 0, "requests");
      }
    },
  }),
  define({
    id: "client-other-record",
    title: "get and update refuse a response with another record",
    level: "client",
    evidence: "S",
    async run() {
      const other = json(record(OTHER_ID));
      const read = await fails(() => people(other).get(ID), UnexpectedResponseError, "get");
      includes(read.message, OTHER_ID, "the message");
      const write = await fails(
        () => people(other).update(ID, { data: { a: 1 } }),
        UnexpectedResponseError,
        "update",
      );
      equal(write.mayHaveBeenApplied, true, "mayHaveBeenApplied");
      // The letter case of a UUID has no meaning, and a number in the path is another kind of ID.
      equal((await people(json(record(ID))).get(ID.toUpperCase())).id, ID, "upper case");
      equal((await people(json(record(ID))).get("17")).id, ID, "a number");
    },
  }),
  define({
    id: "client-letter-case",
    title: "bulk calls and ingests compare UUIDs without regard to letter case",
    level: "client",
    evidence: "S",
    async run() {
      const quiet = { throwOnFailure: false };
      const upper = ID.toUpperCase();
      const named = await people(json({ recordIds: [ID] })).bulk.delete([upper], quiet);
      equal(named.done, [{ from: 0, to: 1 }], "named in lower case");
      const twice = await people(json({})).bulk.delete([ID, upper], quiet);
      equal(twice.failed.map(({ from }) => from), [1], "the repeated record");
      const errors = [{ error: "No.", recordId: ID }];
      const counts = { totalRecords: 2, processedRecords: 1, failedRecords: 1, errors };
      const rows = [sample(upper), sample(OTHER_ID)];
      const ingested = await people(json(counts)).ingest(rows, quiet);
      equal(ingested.failed.map(({ from }) => from), [0], "the failed record");
      equal(ingested.done, [{ from: 1, to: 2 }], "the other record");
    },
  }),
  define({
    id: "client-unreadable-record",
    title: "a record that cannot be read fails alone, whatever its getters throw",
    level: "client",
    evidence: "S",
    async run() {
      const quiet = { throwOnFailure: false };
      const fail = () => {
        throw new RangeError("not a date");
      };
      const cyclic: Record<string, unknown> = {};
      cyclic["self"] = cyclic;
      const good = { data: { a: 1 } };
      for (
        const [what, bad] of [
          ["toJSON() throws", { data: { a: { toJSON: fail } } }],
          ["a getter throws", {
            data: Object.defineProperty({}, "a", { get: fail, enumerable: true }),
          }],
          [
            "the record's getter throws",
            Object.defineProperty({}, "data", { get: fail, enumerable: true }),
          ],
          ["a cycle", { data: cyclic }],
        ] as const
      ) {
        const rows = [good, bad, good] as { data: { a: number } }[];
        const report = await people(json({}), json({})).bulk.create(rows, quiet);
        equal(report.failed.map(({ from, to }) => [from, to]), [[1, 2]], what);
        equal(report.done, [{ from: 0, to: 1 }, { from: 2, to: 3 }], what);
      }
      const counts = { totalRecords: 1, processedRecords: 1, failedRecords: 0 };
      for (
        const bad of [
          { id: "b", count: 1n },
          cyclic,
          { id: 1n, changes: [] },
          { id: "b", changes: [] },
          { id: "b", changes: [{ timestamp: 1n, data: {} }] },
          { id: "b", changes: [{ timestamp: "2026-01-02T03:04:05Z", values: { level: 1 } }] },
        ]
      ) {
        // Wrong on purpose, as the compiler would also report.
        const rows = [sample("a"), bad, sample("c")] as ReturnType<typeof sample>[];
        const report = await people(json(counts), json(counts)).ingest(rows, quiet);
        equal(report.failed.map(({ from, to }) => [from, to]), [[1, 2]], "failed");
        equal(report.done, [{ from: 0, to: 1 }, { from: 2, to: 3 }], "done");
      }
    },
  }),
  define({
    id: "client-slow-schema",
    title: "timeout also limits a schema that does not return",
    level: "client",
    evidence: "S",
    async run() {
      const forever = new Promise<never>(() => {});
      const schema = {
        "~standard": { version: 1, vendor: "test", validate: () => forever },
      } as const;
      const page = { records: [record(ID)], totalRecords: 1, pageIndex: 0, pageSize: 10 };
      const slow = (body: unknown) =>
        scripted([json(body)]).client.collection("people", { schema });
      for (
        const [what, call] of [
          ["get", () => slow(record(ID)).get(ID, { timeout: 20 })],
          ["page", () => slow(page).page({ timeout: 20 })],
          ["list", () => readAll(slow(page).list({ timeout: 20 }))],
          ["stream", () => readAll(slow([record(ID)]).stream({ timeout: 20 }))],
        ] as const
      ) {
        await fails<TimeoutError>(call, TimeoutError, what);
      }
      const create = () => slow({}).create({ data: {} as never }, { timeout: 20 });
      const error = await fails(create, TimeoutError, "create");
      equal(error.mayHaveBeenApplied, false, "mayHaveBeenApplied");
    },
  }),
  define({
    id: "client-slow-callback",
    title: "an abort ends a bulk call also while onProgress or onBatch does not return",
    level: "client",
    evidence: "S",
    async run() {
      for (const name of ["onProgress", "onBatch"] as const) {
        const controller = new AbortController();
        let called = false;
        const callback = () => {
          called = true;
          return new Promise<void>(() => {});
        };
        const call = people(json({})).bulk.create([{ data: {} }], {
          [name]: callback,
          signal: controller.signal,
          throwOnFailure: false,
        });
        await until(() => called);
        controller.abort(new Error("enough"));
        const report = await call;
        equal(report.done, [{ from: 0, to: 1 }], "the report");
        ok(report.cause instanceof Error, "expected the abort's reason");
      }
    },
  }),
];

async function readAll(records: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of records);
}
