import { describe, expect, test } from "bun:test";
import type { IngestReport } from "../../../../mod.ts";
import { recordingClient } from "./recording-client.ts";

const timestamp = "2026-01-02T03:04:05Z";
const data = { level: 1 };
const sample = (id: string) => ({ id, changes: [{ timestamp, data }] });
const quiet = { throwOnFailure: false };

/** Ingests records, which may be wrong on purpose. */
function ingesting(body: unknown, records: readonly unknown[] = ["a", "b", "c"].map(sample)) {
  const { client, requests } = recordingClient([body]);
  const { ingest } = client.collection("p");
  const report = Promise.resolve<IngestReport>(
    Reflect.apply(ingest, undefined, [records, quiet]),
  );
  return { report, requests };
}

/** The counts of an ingest of three records. */
const counted = (processedRecords: number, failedRecords: number, errors?: unknown, total = 3) => ({
  totalRecords: total,
  processedRecords,
  failedRecords,
  ...(errors === undefined ? {} : { errors }),
});

/** The outcomes of a report, with one letter for each record. */
function outcomes({ done, failed, unknown, unsent }: IngestReport): string {
  const letters: string[] = [];
  for (const [letter, ranges] of Object.entries({ d: done, f: failed, u: unknown, n: unsent })) {
    for (const { from, to = from } of ranges) letters.fill(letter, from, to);
    for (const { from, to = from } of ranges) for (let i = from; i < to; i++) letters[i] = letter;
  }
  return letters.join("");
}

describe("the counts decide what was written (d), failed (f) or is unknown (u):", () => {
  const named = (recordId: string) => ({ error: "No.", recordId });
  for (
    const [what, body, expected] of [
      ["all processed", counted(3, 0), "ddd"],
      ["all processed, errors null", counted(3, 0, null), "ddd"],
      ["all processed, no errors", counted(3, 0, []), "ddd"],
      ["nothing processed", counted(0, 0), "uuu"],
      ["nothing processed, all failed", counted(0, 3), "fff"],
      ["nothing processed, more failed", counted(0, 4), "fff"],
      ["nothing processed, fewer failed", counted(0, 2, [named("a"), named("b")]), "ffu"],
      ["one processed, all failed", counted(1, 3, [named("a")]), "fuu"],
      ["one failed and named", counted(2, 1, [named("b")]), "dfd"],
      ["one failed, named twice", counted(2, 1, [named("b"), named("b")]), "dfd"],
      ["one failed, not named", counted(2, 1, [{ error: "No." }]), "uuu"],
      ["one failed, another named", counted(2, 1, [named("x")]), "uuu"],
      ["one failed and named, and another named", counted(2, 1, [named("b"), named("x")]), "ufu"],
      ["two failed, one named", counted(1, 2, [named("b")]), "ufu"],
      ["more failed than named", counted(2, 2, [named("b")]), "ufu"],
      ["one failed and named, too few processed", counted(1, 1, [named("b")]), "ufu"],
      ["named, but all processed", counted(3, 0, [named("b")]), "dud"],
      ["more processed than sent", counted(4, 0), "uuu"],
      ["fewer received than sent", counted(3, 0, [], 2), "uuu"],
      ["more received than sent", counted(3, 0, [], 4), "uuu"],
    ] as const
  ) {
    test(what, async () => {
      expect(outcomes(await ingesting(body).report)).toBe(expected);
    });
  }
});

test("the message of an unknown record says what the counts are", async () => {
  const { unknown } = await ingesting(counted(2, 0)).report;
  expect(unknown[0]?.error.message).toBe(
    "POST collections/p/ingest at kinabase.invalid returned 200, but does not confirm the records: of 3 records, it " +
      "counts 3 as received and 2 as processed",
  );
});

test("a response without counts leaves all records unknown, with what it says", async () => {
  for (
    const [body, says] of [
      [{}, "it has no counts of an ingest"],
      [{ error: "No." }, "No."],
      [{ ...counted(3, 0), errors: "text" }, "it has no counts of an ingest"],
    ] as const
  ) {
    const report = await ingesting(body).report;
    expect(outcomes(report)).toBe("uuu");
    expect(report.unknown[0]?.error).toMatchObject({
      code: "unexpected_response",
      message:
        `POST collections/p/ingest at kinabase.invalid returned 200, but does not confirm the records: ${says}`,
    });
    expect(report).toMatchObject({ totalRecords: 0, processedRecords: 0, failedRecords: 0 });
  }
});

test("a record that failed has the server's reason, its own or the first", async () => {
  const shared = {
    code: "bad_request",
    status: 200,
    mayHaveBeenApplied: false,
    remedy: "Check the record's ID, and that each field exists, is tracked, and has a value of " +
      "the right type.",
  };
  const message = (why: string) => `The record was not ingested: ${why}`;
  const first = { error: "No.", errorCode: "E7" };
  const own = { error: "Never.", recordId: "b" };
  const report = await ingesting(counted(0, 3, [first, own])).report;
  expect(report.failed.map(({ error }) => error)).toMatchObject([
    { ...shared, message: message("No. (E7)"), serverMessage: "No." },
    { ...shared, message: message("Never."), serverMessage: "Never." },
    { ...shared, message: message("No. (E7)"), serverMessage: "No." },
  ]);
  expect(report.errors).toStrictEqual([first, own]);
  const silent = await ingesting(counted(0, 3)).report;
  expect(silent.failed[0]?.error.message).toBe(message("the server returned no reason"));
  expect(silent.failed[0]?.error).toMatchObject({ ...shared, serverMessage: undefined });
  expect(silent.errors).toEqual([]);
});

test("an error may name a UUID in another letter case", async () => {
  const id = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";
  const errors = [{ error: "No.", recordId: id.toUpperCase() }];
  const body = counted(1, 1, errors, 2);
  expect(outcomes(await ingesting(body, [sample("a"), sample(id)]).report)).toBe("df");
});

test("the reason that comes first counts if a record has several", async () => {
  const errors = [{ error: "No.", recordId: "b" }, { error: "Never.", recordId: "b" }];
  const { failed } = await ingesting(counted(2, 1, errors)).report;
  expect(failed.map(({ error }) => error.serverMessage)).toEqual(["No."]);
});

describe("a record that cannot be sent fails alone, and the message says why:", () => {
  for (
    const [bad, problem] of [
      [null, "[1]: expected a record's { id, changes }, got null"],
      [{ id: "b" }, '[1]: expected a record\'s { id, changes }, got {"id":"b"}'],
      [{ changes: [] }, "[1].id: expected a record's ID, got undefined"],
      [{ id: "b", changes: [] }, "[1].changes: expected at least one change, got none"],
      [
        { id: "b", changes: [null] },
        "[1].changes[0].timestamp: expected a Date or an ISO 8601 string, got undefined",
      ],
      [
        { id: "b", changes: [{ timestamp, data }, { timestamp, data: [] }] },
        "[1].changes[1].data: expected an object with the values, got []",
      ],
      [sample("a"), '[1] repeats the ID "a" of [0]: list each record only once'],
    ] as const
  ) {
    test(problem, async () => {
      const { report, requests } = ingesting(counted(1, 0, [], 1), [sample("a"), bad]);
      const { done, failed } = await report;
      expect(done).toEqual([{ from: 0, to: 1 }]);
      expect(failed).toMatchObject([{ from: 1, to: 2, error: { message: `ingest: ${problem}` } }]);
      expect(requests.map(({ body }) => body)).toStrictEqual([{ records: [sample("a")] }]);
    });
  }
});
