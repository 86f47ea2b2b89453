import {
  BadRequestError,
  type BulkProgress,
  InvalidCredentialsError,
  KinabaseError,
  memoryTokenStore,
  type NewRecord,
  PartialFailureError,
  SchemaValidationError,
  UnexpectedResponseError,
  type WriteReport,
} from "../../../mod.ts";
import * as z from "zod";
import { equal, fails, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { newService } from "../collection-context.ts";
import { BAD_BATCH, expectTrue, outcomeOfBadBatch, rangesIn } from "./bad-batch.ts";
import { discard, gate, onCall, otherSecret, turns } from "../tools.ts";

/** `collection.bulk`: many records in batches. */
export const bulkCases: Definition[] = [
  define({
    id: "client-create",
    title: "bulk.create sends any number of records in order, in batches of at most 300",
    level: "client",
    evidence: "D",
    needs: ["collection", "journal"],
    large: true,
    dependsOn: {
      "bulk.answer": {
        counts: "onBatch gets no records",
        empty: "onBatch gets no records",
      },
    },
    async run({ client, collection, journal, behavior }) {
      const key = newService();
      const people = client().collection(collection);
      const progress: BulkProgress[] = [];
      const ids: string[] = [];
      const report = await people.bulk.create(numbered(key, 650), {
        onProgress: (p) => void progress.push(p),
        onBatch: ({ records = [] }) => void ids.push(...records.map(({ id }) => id)),
      });
      equal(report, { ...nothing, done: [{ from: 0, to: 650 }] }, "the report");
      equal(progress, [300, 600, 650].map((done) => ({ done, failed: 0 })), "the progress");
      equal(await journal.count({ path: `/collections/${collection}/bulk` }), 3, "requests");
      const { totalRecords, records } = await people.page({ externalService: key });
      const areShown = await behavior("bulk.answer") === "records";
      equal([totalRecords, ids.length], [650, areShown ? 650 : 0], "stored records");
      const isFirst = ids.length === 0 || ids.some((id) => id === records[0]?.id);
      ok(isFirst, "expected a stored record among those that onBatch got");
    },
  }),
  define({
    id: "client-iterables",
    title: "bulk calls accept arrays, generators and async generators, including empty ones",
    level: "client",
    evidence: "S",
    needs: ["collection"],
    async run({ client, collection }) {
      const { bulk } = client().collection(collection);
      const totals: (number | undefined)[] = [];
      const onProgress = ({ total }: BulkProgress) => void totals.push(total);
      async function* later() {
        yield* numbered(newService(), 2);
      }
      for (const records of [[...numbered(newService(), 2)], numbered(newService(), 2), later()]) {
        equal((await bulk.create(records, { onProgress })).done, [{ from: 0, to: 2 }], "done");
      }
      equal(totals, [2, undefined, undefined], "the known totals");
      equal(await bulk.create([]), nothing, "the report of nothing");
    },
  }),
  define({
    id: "client-update-delete",
    title: "bulk.update and bulk.delete update and delete records by their IDs",
    level: "client",
    evidence: "D",
    needs: ["collection"],
    async run({ client, collection, records }) {
      const externalService = newService();
      const added = await records.addLinked(externalService, 5);
      const people = client().collection(collection);
      const changes = added.map(({ id }) => ({ id, data: { note: "changed" } }));
      const updated = await people.bulk.update(changes, { batchSize: 2 });
      equal(updated.done, [{ from: 0, to: 5 }], "updated");
      const { records: found } = await people.page({ externalService });
      equal(new Set(found.map(({ data }) => data["note"])).size, 1, "different notes");
      const ids = added.slice(0, 3).map(({ id }) => id);
      equal((await people.bulk.delete(ids)).done, [{ from: 0, to: 3 }], "deleted");
      equal((await people.page({ externalService })).totalRecords, 2, "records left");
    },
  }),
  define({
    id: "client-refused-batch",
    title:
      "a refused batch is reported as failed with the server's message, and the others are done",
    level: "client",
    evidence: "A",
    needs: ["collections"],
    dependsOn: BAD_BATCH,
    async run({ client, collections, behavior }) {
      await collections.create({ slug: "jobs", name: "Jobs", fields: { jobTitle: "text" } });
      const jobs = client().collection("jobs");
      const rows = Array.from({ length: 9 }, (_, i): NewRecord => ({
        data: i === 4 ? { jobtitle: "wrong" } : { jobTitle: String(i) },
      }));
      const options = { batchSize: 3 };
      const returned = await jobs.bulk.create(rows, { ...options, throwOnFailure: false });
      const outcome = await outcomeOfBadBatch(behavior);
      const expected = outcome === "done"
        ? { ...nothing, done: [[0, 9]] }
        : { ...nothing, done: [[0, 3], [6, 9]], [outcome]: [[3, 6]] };
      equal(rangesIn(returned), expected, "the returned report");
      const create = () => jobs.bulk.create(rows, options);
      if (outcome === "done") return void await create();
      const error = await fails(create, PartialFailureError, "create");
      equal(rangesIn(error.report), expected, "the report");
      const [range] = [...error.report.failed, ...error.report.unknown];
      const kind = outcome === "failed" ? BadRequestError : UnexpectedResponseError;
      ok(range?.error instanceof kind, `expected ${kind.name}, got ${String(range?.error)}`);
      if (await behavior("bulk.one-bad-record") === "partial-silent") return;
      ok(error.message.includes("jobTitle"), `expected the server's message in: ${error.message}`);
    },
  }),
  define({
    id: "client-claims",
    title: "what a bulk call says about each record is true if the server refuses one of them",
    level: "client",
    evidence: "S",
    needs: ["collections"],
    dependsOn: BAD_BATCH,
    async run({ client, collections, recordsOf, behavior }) {
      const fields = { name: "text", note: "text" } as const;
      const { slug } = await collections.create({ slug: "things", name: "Things", fields });
      const { bulk } = client().collection(slug);
      const { call, page } = recordsOf(slug);
      const options = { batchSize: 3, throwOnFailure: false } as const;
      const unknowable = await outcomeOfBadBatch(behavior) === "done" ? [BAD] : [];
      const names = Array.from({ length: 7 }, (_, i) => String(i));

      const rows = names.map((name, i): NewRecord => ({
        data: i === BAD ? { nam: name } : { name },
      }));
      const created = await bulk.create(rows, options);
      const stored = (await page({ pageSize: 300 })).records;
      const timesStored = names.map((name) => stored.filter(({ data }) => data["name"] === name));
      ok(timesStored.every((times) => times.length < 2), "expected each record once");
      expectTrue(created, timesStored.map((times) => times.length === 1), "create", unknowable);

      const ids = stored.map(({ id }) => id);
      ids.splice(BAD, 0, UNKNOWN_ID);
      const changes = ids.map((id) => ({ id, data: { note: "changed" } }));
      const updated = await bulk.update(changes, options);
      const isChanged: boolean[] = [];
      for (const id of ids) {
        const { body } = await call("GET", `/${id}`);
        isChanged.push(JSON.stringify(body).includes('"changed"'));
      }
      expectTrue(updated, isChanged, "update", unknowable);

      const deleted = await bulk.delete(ids, options);
      const isGone: boolean[] = [];
      for (const [i, id] of ids.entries()) {
        const { status } = await call("GET", `/${id}`);
        // A record that did not exist may count as deleted, or as one that failed.
        isGone.push(i === BAD ? isDone(deleted, i) : status === 404);
      }
      expectTrue(deleted, isGone, "delete");
    },
  }),
  define({
    id: "client-lost-answer",
    title: "a batch whose response is lost is unknown, is not resent, and stops the work",
    level: "client",
    evidence: "S",
    needs: ["collection", "journal"],
    async run({ client, collection, target, journal }) {
      const key = newService();
      let calls = 0;
      const fetch = onCall(target.fetch, `collections/${collection}/bulk`, async (send) => {
        const response = await send();
        if (++calls !== 2) return response;
        discard(response);
        throw new TypeError("the response was lost");
      });
      const people = client({ fetch }).collection(collection);
      const rows = [...numbered(key, 10)];
      const work = () => people.bulk.create(rows, { batchSize: 3 });
      const { report } = await fails(work, PartialFailureError, "create");
      equal(rangesIn(report), {
        done: [[0, 3]],
        failed: [],
        unknown: [[3, 6]],
        unsent: [[6, 10]],
      }, "the report");
      equal(await journal.count({ path: `/collections/${collection}/bulk` }), 2, "requests");
      // Resume: the unknown records exist, so only the rest is sent.
      for (const { from, to } of report.unsent) await people.bulk.create(rows.slice(from, to));
      const { totalRecords } = await people.page({ externalService: key });
      equal(totalRecords, 10, "final number of records");
    },
  }),
  define({
    id: "client-update-again",
    title: "an update whose response is lost is sent again",
    level: "client",
    evidence: "O",
    needs: ["collection"],
    async run({ client, collection, records, target }) {
      const { id } = await records.add();
      let calls = 0;
      const fetch = onCall(target.fetch, `collections/${collection}/bulk`, (send) => {
        return ++calls === 1 ? Promise.reject(new TypeError("the response was lost")) : send();
      });
      const people = client({ fetch }).collection(collection);
      const report = await people.bulk.update([{ id, data: { note: "x" } }]);
      equal([report.done, calls], [[{ from: 0, to: 1 }], 2], "done and requests");
    },
  }),
  define({
    id: "client-refused-credentials",
    title: "refused credentials stop the work: all records are unsent, and the error says why",
    level: "client",
    evidence: "S",
    needs: ["collection", "isolate"],
    async run({ client, collection }) {
      const people = client({ appSecret: otherSecret() }).collection(collection);
      const rows = [...numbered("s", 5)];
      const work = () => people.bulk.create(rows, { batchSize: 2 });
      const error = await fails(work, PartialFailureError, "create");
      equal(rangesIn(error.report), { ...nothing, unsent: [[0, 5]] }, "the report");
      ok(
        error.cause instanceof InvalidCredentialsError,
        "expected the authentication error as the cause",
      );
      ok(error.remedy?.startsWith("Check the App ID") ?? false, `remedy: ${error.remedy}`);
      const endless = () => people.bulk.create(numbered("s", Infinity), { batchSize: 2 });
      const { report } = await fails(endless, PartialFailureError, "an endless create");
      equal(report.unsent, [{ from: 0 }], "an open-ended unsent range");
    },
  }),
  define({
    id: "client-refused-token-request",
    title: "a token request that is refused for no clear reason stops the work after one request",
    level: "client",
    evidence: "A",
    needs: ["collection", "faults", "journal"],
    async run({ client, collection, faults, journal }) {
      const body = { error: "Access denied (code 7)." };
      const rows = [...numbered(newService(), 6)];
      const statuses = [400, 401, 403];
      // Without a token, and with one that the server rejects.
      for (const [i, status] of [...statuses, ...statuses].entries()) {
        await faults.clear();
        const c = client({ tokenStore: memoryTokenStore() });
        const people = c.collection(collection);
        const hasToken = i >= statuses.length;
        if (hasToken) {
          await c.status();
          await faults.add({ kind: "status", status: 401, match: { path: "*/bulk" } });
        }
        const before = await journal.count({ path: "/token" });
        await faults.add({ kind: "status", status, body, times: 9, match: { path: "/token" } });
        const work = () => people.bulk.create(rows, { batchSize: 2 });
        const { report, cause, message } = await fails(work, PartialFailureError, `${status}`);
        equal(rangesIn(report), { ...nothing, unsent: [[0, 6]] }, "the report");
        ok(cause instanceof KinabaseError, `expected the refusal as the cause, got ${cause}`);
        equal([cause.status, cause.serverMessage], [status, body.error], "the cause");
        ok(message.includes(body.error), `expected the server's message in: ${message}`);
        equal(await journal.count({ path: "/token" }) - before, 1, "token requests");
      }
    },
  }),
  define({
    id: "client-rate-limited",
    title: "if the rate limit's wait exceeds the deadline, the remaining records are unsent",
    level: "client",
    evidence: "D",
    needs: ["collection", "faults"],
    async run({ client, collection, faults }) {
      const people = client().collection(collection);
      const headers = { "retry-after": "3600" };
      await people.bulk.create(numbered(newService(), 1));
      await faults.add({ kind: "status", status: 429, headers, match: { path: "*/bulk" } });
      const rows = [...numbered(newService(), 4)];
      const work = () => people.bulk.create(rows, { batchSize: 2 });
      const { report } = await fails(work, PartialFailureError, "create");
      equal(rangesIn(report), { ...nothing, unsent: [[0, 4]] }, "the report");
    },
  }),
  define({
    id: "client-concurrency",
    title: "concurrency limits how many batches are in flight",
    level: "client",
    evidence: "S",
    needs: ["collection"],
    async run({ client, collection, target }) {
      const held = gate();
      let underWay = 0;
      let most = 0;
      const fetch = onCall(target.fetch, `collections/${collection}/bulk`, async (send) => {
        most = Math.max(most, ++underWay);
        if (underWay === 3) held.open();
        await held.opened;
        const response = await send();
        underWay -= 1;
        return response;
      });
      const people = client({ fetch }).collection(collection);
      const rows = numbered(newService(), 20);
      const report = await people.bulk.create(rows, { batchSize: 2, concurrency: 3 });
      equal([report.done, most], [[{ from: 0, to: 20 }], 3], "done and most batches in flight");
    },
  }),
  define({
    id: "client-abort",
    title: "an abort keeps the report: batches in flight are unknown, the rest is unsent",
    level: "client",
    evidence: "S",
    needs: ["collection"],
    async run({ client, collection, target }) {
      const controller = new AbortController();
      const reason = new Error("enough");
      let calls = 0;
      const fetch = onCall(target.fetch, `collections/${collection}/bulk`, async (send) => {
        if (++calls === 2) {
          void turns().then(() => controller.abort(reason));
          await new Promise(() => {});
        }
        return await send();
      });
      const people = client({ fetch }).collection(collection);
      const rows = [...numbered(newService(), 6)];
      const { signal } = controller;
      const work = () => people.bulk.create(rows, { batchSize: 2, signal });
      const { report, cause } = await fails(work, PartialFailureError, "create");
      equal(rangesIn(report), {
        done: [[0, 2]],
        failed: [],
        unknown: [[2, 4]],
        unsent: [[4, 6]],
      }, "the report");
      ok(cause === reason, `expected the signal's reason as the cause, got ${String(cause)}`);
    },
  }),
  define({
    id: "client-abort-shared",
    title:
      "a batch in flight is unknown, even if its signal also aborts a call that was never sent",
    level: "client",
    evidence: "S",
    needs: ["collection"],
    async run({ client, collection, target }) {
      const controller = new AbortController();
      const { signal } = controller;
      const onTheWire = gate();
      const never = new Promise<Response>(() => {});
      const bulkPath = `collections/${collection}/bulk`;
      const people = client({
        fetch: onCall(target.fetch, bulkPath, () => {
          onTheWire.open();
          return never;
        }),
      }).collection(collection);
      const waiting = client({ fetch: onCall(target.fetch, "token", () => never) });
      const rows = [...numbered(newService(), 2)];
      const options = { signal, throwOnFailure: false } as const;
      const work = people.bulk.create(rows, options);
      await Promise.race([onTheWire.opened, work]);
      const other = waiting.status({ signal }).catch(() => {});
      await turns();
      controller.abort();
      await other;
      equal(rangesIn(await work), { ...nothing, unknown: [[0, 2]] }, "the report");
    },
  }),
  define({
    id: "client-source-fails",
    title: "when the source of records fails, the report still covers the earlier records",
    level: "client",
    evidence: "S",
    needs: ["collection"],
    async run({ client, collection }) {
      const broken = new Error("the file ends here");
      function* rows() {
        yield* numbered(newService(), 3);
        throw broken;
      }
      const people = client().collection(collection);
      const work = () => people.bulk.create(rows(), { batchSize: 2 });
      const { report, cause } = await fails(work, PartialFailureError, "create");
      equal(
        rangesIn(report),
        { ...nothing, done: [[0, 2]], unsent: [[2, undefined]] },
        "the report",
      );
      ok(cause === broken, "expected the caller's own error as the cause");
      const returned = await people.bulk.create(rows(), { batchSize: 2, throwOnFailure: false });
      ok(returned.cause === broken, "expected it as the cause of a returned report too");
    },
  }),
  define({
    id: "client-batch-callback",
    title: "onBatch is awaited before the next batch is sent, and its error stops the work",
    level: "client",
    evidence: "S",
    needs: ["collection"],
    async run({ client, collection }) {
      const people = client().collection(collection);
      const full = new Error("the disk is full");
      const kept: number[] = [];
      const onBatch = async ({ from }: { from: number }) => {
        await turns();
        kept.push(from);
        if (from === 2) throw full;
      };
      const rows = numbered(newService(), 6);
      const work = () => people.bulk.create(rows, { batchSize: 2, onBatch });
      const { report, cause } = await fails(work, PartialFailureError, "create");
      equal(kept, [0, 2], "batches passed to onBatch");
      equal(
        rangesIn(report),
        { ...nothing, done: [[0, 4]], unsent: [[4, undefined]] },
        "the report",
      );
      ok(cause === full, "expected the callback's error as the cause");
    },
  }),
  define({
    id: "client-schema",
    title: "records that do not match the schema are not sent, and the others are",
    level: "client",
    evidence: "S",
    needs: ["collection"],
    async run({ client, collection }) {
      const schema = z.object({ name: z.string().max(3) });
      const people = client().collection(collection, { schema });
      const key = newService();
      const rows = ["a", "b", "much too long", "c"].map((name) => ({
        data: { name },
        external: [{ key, id: name }],
      }));
      const { report } = await fails(() => people.bulk.create(rows), PartialFailureError, "create");
      equal(rangesIn(report), {
        done: [[0, 2], [3, 4]],
        failed: [[2, 3]],
        unknown: [],
        unsent: [],
      }, "the report");
      ok(
        report.failed[0]?.error instanceof SchemaValidationError,
        "expected a SchemaValidationError",
      );
    },
  }),
  define({
    id: "client-bad-options",
    title: "invalid bulk options and arguments are refused with a clear message",
    level: "client",
    evidence: "S",
    async run({ client }) {
      const { bulk } = client().collection("people");
      const calls: [() => unknown, string][] = [
        [() => bulk.create([], { concurrency: 0 }), "concurrency"],
        [() => bulk.create([], { batchSize: 1.5 }), "batchSize"],
        [() => Reflect.apply(bulk.create, bulk, [42]), "bulk.create"],
      ];
      for (const [call, name] of calls) {
        const error = await fails(call, TypeError, name);
        ok(error.message.startsWith(`${name}: expected`), `message: ${error.message}`);
      }
    },
  }),
];

const nothing: WriteReport = { done: [], failed: [], unknown: [], unsent: [] };
const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";
/** The index of the record that the server refuses. */
const BAD = 4;

function isDone({ done }: WriteReport, index: number): boolean {
  return done.some(({ from, to = Infinity }) => from <= index && index < to);
}

function* numbered(key: string, count: number): Generator<NewRecord> {
  for (let i = 1; i <= count; i++) {
    yield { data: { name: String(i) }, external: [{ key, id: String(i) }] };
  }
}
