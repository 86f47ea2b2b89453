import * as z from "zod";
import {
  BadRequestError,
  InvalidRecordError,
  NetworkError,
  NotFoundError,
  PartialFailureError,
  SchemaValidationError,
} from "../../../mod.ts";
import { equal, fails, has, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { newService } from "../collection-context.ts";
import { discard, onCall } from "../tools.ts";

const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

const person = z.object({ name: z.string(), amount: z.number().nullish() });

/** Adding, reading, updating and deleting one record. */
export const recordCases: Definition[] = [
  define({
    id: "client-round-trip",
    title: "the client adds, reads, updates and deletes a record",
    level: "client",
    evidence: "D",
    needs: ["collection"],
    dependsOn: {
      "update.answer": { empty: "update returns undefined", "204": "update returns undefined" },
    },
    async run({ client, collection, behavior }) {
      const people = client().collection(collection);
      const created = await people.create({ data: { name: "Ada", amount: 1 } });
      has(created.data, { name: "Ada", amount: 1 }, "the data of the new record");
      const changed = await people.update(created.id, { data: { amount: 2 } });
      if (await behavior("update.answer") !== "record") equal(changed, undefined, "the result");
      else has(changed?.data ?? {}, { name: "Ada", amount: 2 }, "the data after the change");
      const { data } = await people.get(created.id);
      has(data, { name: "Ada", amount: 2 }, "the data read back");
      await people.delete(created.id);
      const error = await fails(() => people.get(created.id), NotFoundError, "get");
      equal([error.status, error.code], [404, "not_found"], "status and code");
      await fails(() => people.delete(created.id), NotFoundError, "a second delete");
    },
  }),
  define({
    id: "client-untouched",
    title: "values and unknown properties pass through unchanged",
    level: "client",
    evidence: "D",
    needs: ["faults", "collection"],
    async run({ client, collection, faults }) {
      const body = {
        id: UNKNOWN_ID,
        numericId: null,
        data: { big: 1e300, snake_case: null, at: "2026-01-01", list: [1, [2]], deep: { a: {} } },
        external: null,
        somethingNew: { kept: true },
      };
      await faults.add({ kind: "status", status: 200, body, match: { path: "/collections/*" } });
      equal(await client().collection(collection).get(UNKNOWN_ID), body, "the record");
    },
  }),
  define({
    id: "client-refused",
    title: "a refused record throws BadRequestError with the server's message",
    level: "client",
    evidence: "D",
    needs: ["collections"],
    async run({ client, collections }) {
      await collections.create({ slug: "jobs", name: "Jobs", fields: { jobTitle: "text" } });
      const jobs = client().collection("jobs");
      const wrong = () => jobs.create({ data: { jobtitle: "Engineer" } });
      const error = await fails(wrong, BadRequestError, "create");
      includes(error.serverMessage, "jobTitle", "the server's message");
      ok(error.message.includes(error.serverMessage ?? "-"), "expected it in the error message");
    },
  }),
  define({
    id: "client-no-record",
    title: "a response without a record throws instead of returning it as a record",
    level: "client",
    evidence: "D",
    needs: ["faults", "collection"],
    async run({ client, collection, faults }) {
      const people = client().collection(collection);
      const match = { path: "/collections/*" };
      for (const body of [undefined, [], { id: 1, data: {} }, { id: "1" }, "<html>"]) {
        await faults.add({ kind: "status", status: 200, body, match });
        const failed = await people.get("x").then(() => undefined, (error) => error.code);
        equal(failed, "unexpected_response", `code for ${JSON.stringify(body)}`);
      }
    },
  }),
  define({
    id: "client-create-once",
    title: "a create whose response is lost is resent only if the caller says it is safe",
    level: "client",
    evidence: "S",
    needs: ["collection"],
    async run({ client, collection, target }) {
      let calls = 0;
      const fetch = onCall(target.fetch, `collections/${collection}`, async (send) => {
        calls += 1;
        discard(await send());
        throw new TypeError("the response was lost");
      });
      const people = client({ fetch, retry: { limit: 2, baseDelay: 1 } }).collection(collection);
      await fails(() => people.create({ data: { name: "Ada" } }), NetworkError, "create");
      equal(calls, 1, "requests");
      const again = () => people.create({ data: { name: "Ada" } }, { idempotent: true });
      await fails(again, NetworkError, "create");
      equal(calls, 4, "requests if it may be resent");
    },
  }),
  define({
    id: "client-delete-lost",
    title: "a delete whose response was lost succeeds if the retry returns 404",
    level: "client",
    evidence: "D",
    needs: ["collection"],
    async run({ client, collection, target }) {
      const { id } = await client().collection(collection).create({ data: { name: "Ada" } });
      let calls = 0;
      const fetch = onCall(target.fetch, `collections/${collection}/${id}`, async (send) => {
        const response = await send();
        if (++calls > 1) return response;
        discard(response);
        throw new TypeError("the response was lost");
      });
      const people = client({ fetch, retry: { baseDelay: 1 } }).collection(collection);
      await people.delete(id);
      equal(calls, 2, "requests");
      await fails(() => people.delete(id), NotFoundError, "a delete of an unknown record");
    },
  }),
  define({
    id: "client-schema",
    title: "a schema validates data before it is sent and after it is read",
    level: "client",
    evidence: "S",
    needs: ["collection", "journal"],
    async run({ client, collection, journal }) {
      const checked = client().collection(collection, { schema: person });
      const { id, data } = await checked.create({ data: { name: "Ada", amount: 3 } });
      equal(data.name, "Ada", "the name, typed as a text");
      const sent = await journal.count({ method: "POST" });
      // Wrong on purpose, as the compiler would also report.
      const wrong = () => Reflect.apply(checked.create, checked, [{ data: { name: 42 } }]);
      const error = await fails(wrong, SchemaValidationError, "create");
      ok(error.issues.some((issue) => issue.startsWith("name: ")), `issues: ${error.issues}`);
      equal(await journal.count({ method: "POST" }), sent, "requests sent");

      const unchecked = client().collection(collection);
      await unchecked.update(id, { data: { name: null, amount: null } });
      const reads = {
        get: () => checked.get(id),
        page: () => checked.page(),
        list: async () => (await checked.list()[Symbol.asyncIterator]().next()).value,
        stream: async () => (await checked.stream()[Symbol.asyncIterator]().next()).value,
      };
      for (const [what, read] of Object.entries(reads)) {
        const misfit = await fails(read, SchemaValidationError, what);
        includes(misfit.message, id, "the message");
      }
    },
  }),
  define({
    id: "client-not-json",
    title:
      "a number that JSON cannot represent is refused before anything is sent, and the error names it",
    level: "client",
    evidence: "S",
    needs: ["collection", "journal"],
    async run({ client, collection, journal }) {
      const key = newService();
      const people = client().collection(collection);
      for (const amount of [NaN, Infinity]) {
        const error = await fails(() => people.create({ data: { amount } }), TypeError, "create");
        includes(error.message, `data.amount is ${amount}`, "the message");
      }
      const external = (id: number) => [{ key, id: String(id) }];
      const rows = [1, NaN, 3].map((amount, i) => ({ data: { amount }, external: external(i) }));
      const work = () => people.bulk.create(rows);
      const { report, cause } = await fails(work, PartialFailureError, "bulk.create");
      equal(report.done, [{ from: 0, to: 1 }, { from: 2, to: 3 }], "done");
      equal([report.unsent, cause], [[], undefined], "unsent, and the error that stopped the work");
      const [failed] = report.failed;
      equal([failed?.from, failed?.to], [1, 2], "failed");
      ok(failed?.error instanceof InvalidRecordError, "expected an InvalidRecordError");
      includes(failed.error.message, "[1].data.amount is NaN", "the failed record's message");
      equal(await journal.count({ method: "POST", path: `/collections/${collection}` }), 0, "sent");
    },
  }),
  define({
    id: "client-bad-calls",
    title: "properties other than data and unknown options are refused before anything is sent",
    level: "client",
    evidence: "S",
    async run({ client, target }) {
      let sent = 0;
      const fetch: typeof target.fetch = (input, init) => {
        sent += 1;
        return target.fetch(input, init);
      };
      const people = client({ fetch }).collection("x");
      // Wrong on purpose, as the compiler would also report.
      const wrong = (call: (...args: never[]) => unknown, args: unknown[]) => () =>
        Reflect.apply(call, undefined, args);
      const cases: [() => Promise<unknown>, string][] = [
        [wrong(people.update, ["id", { name: "Bob" }]), "got name: put fields into data"],
        [wrong(people.update, ["id", {}]), "got nothing: put fields into data"],
        [wrong(people.get, ["id", 0]), "expected an object such as { timeout, signal }, got 0"],
        [
          wrong(people.get, ["id", { signal: "x" }]),
          "signal: expected an object with a throwIfAborted() method",
        ],
      ];
      for (const [call, words] of cases) {
        includes((await fails(call, TypeError, words)).message, words, "the message");
      }
      equal(sent, 0, "requests");
    },
  }),
  define({
    id: "client-paths",
    title: "slugs and IDs are encoded exactly in the path, or are refused",
    level: "client",
    evidence: "S",
    async run({ client, target }) {
      const paths: string[] = [];
      const fetch: typeof target.fetch = (input, init) => {
        paths.push(input.slice(target.baseUrl.length));
        return target.fetch(input, init);
      };
      const c = client({ fetch });
      await c.token();
      const exact = [
        "a/b",
        "a?b",
        "a#b",
        "a%2Fb",
        "ä ö",
        "😀",
        "a\\b",
        "...",
        "a..b",
        ";:@&=+$,",
        "\t",
      ];
      for (const text of exact) {
        const encoded = encodeURIComponent(text);
        const calls: [() => Promise<unknown>, string][] = [
          [() => c.collection(text).page(), `collections/${encoded}`],
          [() => c.collection("x").get(text), `collections/x/${encoded}`],
          [() => c.collection("x").external(text).get("1"), `collections/x/ext/${encoded}/1`],
          [() => c.collection("x").external("s").get(text), `collections/x/ext/s/${encoded}`],
        ];
        for (const [call, path] of calls) {
          await call().catch(() => {});
          equal(paths.pop(), path, `the path of ${JSON.stringify(text)}`);
        }
      }
      paths.length = 0;
      for (const text of ["", ".", "..", "\ud800"]) {
        for (
          const call of [
            () => c.collection(text),
            () => c.collection("x").get(text),
            () => c.collection("x").update(text, { data: {} }),
            () => c.collection("x").delete(text),
            () => c.collection("x").external(text),
            () => c.collection("x").external("s").get(text),
          ]
        ) await fails(call, TypeError, JSON.stringify(text));
      }
      for (const text of ["all", "bulk", "ingest"]) {
        await fails(() => c.collection("x").get(text), TypeError, text);
      }
      equal(paths, [], "requests");
    },
  }),
];
