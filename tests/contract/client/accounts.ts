import {
  AuthenticationError,
  BadRequestError,
  NetworkError,
  NotFoundError,
  PartialFailureError,
  RateLimitError,
  UnexpectedResponseError,
  type WriteReport,
} from "../../../mod.ts";
import { equal, fails, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import {
  empty,
  html,
  json,
  lost,
  record,
  refused,
  scripted,
  type Step,
  thrownBy,
} from "./scripted.ts";

/** The indexes in a report, by outcome. */
function indexes({ done, failed, unknown, unsent }: WriteReport): Record<string, number[]> {
  const named = (ranges: readonly { from: number; to?: number | undefined }[]) =>
    ranges.flatMap(({ from, to = from }) => Array.from({ length: to - from }, (_, i) => from + i));
  const all = { done, failed, unknown, unsent };
  return Object.fromEntries(
    Object.entries(all).map(([kind, ranges]) => [kind, named(ranges)] as const)
      .filter(([, found]) => found.length > 0),
  );
}

const quiet = { throwOnFailure: false } as const;
const change = (id: string) => ({ id, data: { amount: 1 } });
const sample = (id: string) => ({
  id,
  changes: [{ timestamp: "2026-01-02T03:04:05Z", data: { amount: 1 } }],
});

/** The client reports the true outcome of each write. */
export const accountCases: Definition[] = [
  ...([
    ["another token", [refused(401), refused(401)]],
    ["refused with 403", [refused(403)]],
    ["refused with 400", [refused(400)]],
    ["not found", [refused(404)]],
    ["refused with 429", [refused(429)]],
    ["lost again", [lost]],
    ["a proxy's page", [html(200)]],
  ] as const).map(([what, next]) =>
    define({
      id: `client-unknown-${what.replaceAll(/\W+/g, "-")}`,
      title: `a batch whose response was lost stays unknown, whatever happens next: ${what}`,
      level: "client",
      evidence: "S",
      async run() {
        const { client } = scripted([lost, ...next]);
        const report = await client.collection("people").bulk.update([change("a")], quiet);
        equal(indexes(report), { unknown: [0] }, "the report");
      },
    })
  ),
  define({
    id: "client-unknown-error",
    title:
      "the report of an unknown batch has the original error, or an error with it as the cause",
    level: "client",
    evidence: "S",
    async run() {
      const { client } = scripted([lost, lost]);
      const report = await client.collection("people").bulk.update([change("a")], quiet);
      const error = report.unknown[0]?.error;
      ok(error instanceof NetworkError && error === report.cause, "expected the NetworkError");
      includes(String(error.cause), "cut", "the cause");

      const controller = new AbortController();
      const reason = new Error("enough");
      const fetch = () => {
        controller.abort(reason);
        return new Promise<never>(() => {});
      };
      const aborted = await scripted([], { fetch }).client.collection("people").bulk.delete(["a"], {
        ...quiet,
        signal: controller.signal,
      });
      ok(aborted.cause === reason, "expected the abort's reason as the cause");
      ok(aborted.unknown[0]?.error.cause === reason, "expected it in the error of the batch, too");
    },
  }),
  ...([
    ["a lost response", [lost], NetworkError, true],
    ["a refused token", [refused(401), refused(401)], AuthenticationError, false],
    ["403", [refused(403)], AuthenticationError, false],
    ["400", [refused(400)], BadRequestError, false],
    ["404", [refused(404)], NotFoundError, false],
    ["429", [refused(429), refused(429)], RateLimitError, false],
    ["405", [refused(405)], UnexpectedResponseError, false],
    ["408, with which a proxy stopped waiting", [refused(408)], UnexpectedResponseError, true],
    ["499, with which a proxy stopped waiting", [refused(499)], UnexpectedResponseError, true],
    ["500", [refused(500)], UnexpectedResponseError, true],
    ["a redirect", [html(302)], UnexpectedResponseError, true],
    ["a page of a proxy with 200", [html(200)], UnexpectedResponseError, true],
    ["an error with 200", [json({ error: "No." })], UnexpectedResponseError, true],
  ] as const).map(([what, steps, kind, maybe]) =>
    define({
      id: `client-applied-${what.replaceAll(/\W+/g, "-")}`,
      title: `after ${what}, the error of a create has mayHaveBeenApplied ${maybe}`,
      level: "client",
      evidence: "S",
      async run() {
        const { client } = scripted([...steps]);
        const error = await thrownBy(() => client.collection("people").create({ data: {} }));
        ok(error instanceof kind, `expected ${kind.name}, got ${String(error)}`);
        equal(error.mayHaveBeenApplied, maybe, "mayHaveBeenApplied");
        equal(error.toJSON()["mayHaveBeenApplied"], maybe, "in JSON");
      },
    })
  ),
  define({
    id: "client-applied-later",
    title: "a change whose retry is refused after a lost response may have been applied",
    level: "client",
    evidence: "S",
    async run() {
      for (const next of [refused(400), refused(401), refused(404), refused(429)]) {
        const people = scripted([lost, next, next]).client.collection("people");
        const error = await thrownBy(() => people.update("a", { data: { amount: 1 } }));
        equal(error.mayHaveBeenApplied, true, `after ${error.status}`);
      }
    },
  }),
  define({
    id: "client-applied-read",
    title: "the error of a read does not set mayHaveBeenApplied",
    level: "client",
    evidence: "S",
    async run() {
      const error = await thrownBy(() => scripted([lost, lost]).client.status());
      equal(error.mayHaveBeenApplied, undefined, "mayHaveBeenApplied");
    },
  }),
  define({
    id: "client-deleted-before",
    title:
      "a 404 after a lost DELETE response counts as success, if Kinabase sent it and not a proxy",
    level: "client",
    evidence: "D",
    async run() {
      const remove = (...steps: (() => Step)[]) =>
        scripted(steps).client.collection("people").delete("a");
      await remove(lost, refused(404));
      const error = await fails(() => remove(lost, html(404)), NotFoundError, "a proxy's 404");
      equal(error.mayHaveBeenApplied, true, "mayHaveBeenApplied");
      await fails(() => remove(refused(404)), NotFoundError, "a first 404");
      await fails(() => remove(lost, refused(400)), BadRequestError, "another status");
    },
  }),
  ...([
    ["failedRecords", { records: [record("1"), record("2")], failedRecords: 1 }, [0, 1]],
    ["errors", { records: [record("1"), record("2")], errors: [{ error: "No." }] }, [0, 1]],
    ["an error", { error: "No." }, [0, 1]],
    ["fewer records", { records: [record("1")] }, [0, 1]],
    ["an entry that failed", { records: [{ id: "1", error: "No." }, record("2")] }, [0]],
    ["an entry without success", { records: [record("1"), { success: false }] }, [1]],
    ["an entry that is null", { records: [record("1"), null] }, [1]],
    ["fewer IDs", { recordIds: ["1"] }, [0, 1]],
    ["an empty list", [], [0, 1]],
    ["too few processed", { totalRecords: 2, processedRecords: 0 }, [0, 1]],
    ["no success", { success: false }, [0, 1]],
    ["more records", { records: [record("1"), record("2"), record("3")] }, [0, 1]],
    ["as many records", { records: [record("1"), record("2")] }, []],
    ["another shape", { ok: true }, []],
  ] as const).map(([what, body, unknown]) =>
    define({
      id: `client-created-${what.replaceAll(" ", "-")}`,
      title: `bulk.create reports records as ${
        unknown.length === 0 ? "done" : "unknown"
      } after a 200 with ${what}`,
      level: "client",
      evidence: "O",
      async run() {
        const announced: unknown[] = [];
        const report = await scripted([json(body)]).client.collection("people").bulk.create(
          [{ data: {} }, { data: {} }],
          { ...quiet, onBatch: ({ records }) => void announced.push(records?.length) },
        );
        const done = [0, 1].filter((index) => !unknown.some((other) => other === index));
        const expected = Object.fromEntries(
          Object.entries({ done, unknown }).filter(([, found]) => found.length > 0),
        );
        equal(indexes(report), expected, "the report");
        const paired = "records" in body ? [2] : [undefined];
        equal(announced, unknown.length === 0 ? paired : [], "batches announced");
      },
    })
  ),
  define({
    id: "client-named",
    title: "bulk.update and bulk.delete report as done only the records that the response names",
    level: "client",
    evidence: "A",
    async run() {
      const ids = ["a", "b", "c", "d"];
      for (
        const [body, expected] of [
          [{ records: [record("a"), record("d")] }, { done: [0, 3], unknown: [1, 2] }],
          [{ recordIds: ["b"] }, { done: [1], unknown: [0, 2, 3] }],
          [{ recordIds: ids }, { done: [0, 1, 2, 3] }],
          [{ records: [{}, {}, {}, {}] }, { done: [0, 1, 2, 3] }],
          [{ records: [{}, {}] }, { unknown: [0, 1, 2, 3] }],
          [{ records: [{}, {}, {}, { error: "No." }] }, { unknown: [0, 1, 2, 3] }],
          [{ records: [record("a"), { id: "b", error: "No." }, record("c"), record("d")] }, {
            done: [0, 2, 3],
            unknown: [1],
          }],
          [["a", "c"], { done: [0, 2], unknown: [1, 3] }],
          [{ recordIds: ids, failedRecords: 1 }, { unknown: [0, 1, 2, 3] }],
        ] as const
      ) {
        const { bulk } = scripted([json(body), json(body)]).client.collection("people");
        let announced = 0;
        const onBatch = () => void (announced += 1);
        const updated = await bulk.update(ids.map(change), { ...quiet, onBatch });
        equal(indexes(updated), expected, "update");
        equal(announced, "unknown" in expected ? 0 : 1, "batches announced");
        equal(indexes(await bulk.delete(ids, quiet)), expected, "delete");
      }
      const { bulk } = scripted([empty, empty]).client.collection("people");
      equal(indexes(await bulk.update(ids.map(change), quiet)), { done: [0, 1, 2, 3] }, "empty");
      equal(indexes(await bulk.delete(ids, quiet)), { done: [0, 1, 2, 3] }, "empty");
    },
  }),
  define({
    id: "client-repeated",
    title:
      "in bulk.update and bulk.delete, a record with a repeated ID fails alone, before it is sent",
    level: "client",
    evidence: "S",
    async run() {
      const { bulk } = scripted([empty, empty]).client.collection("people");
      const expected = { done: [0, 1], failed: [2] };
      equal(indexes(await bulk.update(["a", "b", "a"].map(change), quiet)), expected, "update");
      equal(indexes(await bulk.delete(["a", "b", "a"], quiet)), expected, "delete");
    },
  }),
  ...([
    ["nothing processed, nothing failed", 0, 0, [], { unknown: [0, 1, 2] }],
    ["fewer processed than sent", 2, 0, [], { unknown: [0, 1, 2] }],
    ["errors that are null", 3, 0, null, { done: [0, 1, 2] }],
    ["no errors at all", 3, 0, undefined, { done: [0, 1, 2] }],
    ["one named", 2, 1, [{ error: "No.", recordId: "b" }], { done: [0, 2], failed: [1] }],
    ["one unnamed", 2, 1, [{ error: "No." }], { unknown: [0, 1, 2] }],
    ["all failed", 0, 3, [{ error: "No." }], { failed: [0, 1, 2] }],
    ["one named of two", 1, 2, [{ error: "No.", recordId: "b" }], {
      failed: [1],
      unknown: [0, 2],
    }],
    ["one named, too few processed", 1, 1, [{ error: "No.", recordId: "b" }], {
      failed: [1],
      unknown: [0, 2],
    }],
    ["one named, and all processed", 3, 0, [{ error: "No.", recordId: "b" }], {
      done: [0, 2],
      unknown: [1],
    }],
    ["more processed than sent", 99, 0, [], { unknown: [0, 1, 2] }],
  ] as const).map(([what, processedRecords, failedRecords, errors, expected]) =>
    define({
      id: `client-ingest-counts-${what.replaceAll(/\W+/g, "-")}`,
      title: `an ingest reports as done only the records that the response's counts cover: ${what}`,
      level: "client",
      evidence: "O",
      async run() {
        const body = { totalRecords: 3, processedRecords, failedRecords, errors };
        const sensors = scripted([json(body)]).client.collection("sensors");
        const report = await sensors.ingest(["a", "b", "c"].map(sample), quiet);
        equal(indexes(report), expected, "the report");
      },
    })
  ),
  define({
    id: "client-partial-json",
    title:
      "a PartialFailureError keeps its report in JSON, and its cause is the error that stopped the work",
    level: "client",
    evidence: "S",
    async run() {
      const { bulk } = scripted([refused(400)]).client.collection("people");
      const error = await fails(() => bulk.create([{ data: {} }]), PartialFailureError, "create");
      const kept = JSON.parse(JSON.stringify(error));
      equal(kept.report.failed[0].error.serverMessage, "No.", "the server's message in JSON");
      equal(error.cause, undefined, "the cause");
      const stopped = scripted([refused(403)]).client.collection("people").bulk;
      const ended = await fails(() => stopped.delete(["a"]), PartialFailureError, "delete");
      ok(
        ended.cause instanceof AuthenticationError,
        "expected the error that stopped the work as the cause",
      );
    },
  }),
];
