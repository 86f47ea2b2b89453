import { BadRequestError, UnexpectedResponseError } from "../../../mod.ts";
import { equal, fails, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { newService } from "../collection-context.ts";
import { onCall } from "../tools.ts";
import { json, scripted } from "./scripted.ts";

/** `collection.page()` and `collection.list()`. */
export const pagingCases: Definition[] = [
  define({
    id: "client-page",
    title: "client.page() returns one page and the total number of records",
    level: "client",
    evidence: "D",
    needs: ["collection"],
    async run({ client, collection, records }) {
      const service = newService();
      await records.addLinked(service, 5);
      const ids = await records.listed(service);
      const people = client().collection(collection);
      const page = await people.page({ pageIndex: 1, pageSize: 2, externalService: service });
      equal(page.records.map(({ id }) => id), ids.slice(2, 4), "records");
      equal([page.totalRecords, page.pageIndex, page.pageSize], [5, 1, 2], "counts");
    },
  }),
  define({
    id: "client-no-page",
    title: "a 200 that is not a page throws UnexpectedResponseError",
    level: "client",
    evidence: "D",
    async run() {
      const page = { records: [], totalRecords: 0, pageIndex: 0, pageSize: 10 };
      for (
        const body of [
          null,
          [],
          {},
          { ...page, records: {} },
          { ...page, records: [{ id: 1, data: {} }] },
          { ...page, totalRecords: "0" },
          { ...page, pageIndex: undefined },
          { ...page, pageSize: -1 },
        ]
      ) {
        const people = scripted([json(body)]).client.collection("people");
        const error = await fails(() => people.page(), UnexpectedResponseError, "the call");
        includes(error.message, "but the body is not a page of records", "the message");
      }
    },
  }),
  define({
    id: "client-list",
    title: "client.list() yields all records once, in the server's order",
    level: "client",
    evidence: "D",
    needs: ["collection"],
    async run({ client, collection, records }) {
      const externalService = newService();
      await records.addLinked(externalService, 5);
      const ids = await records.listed(externalService);
      const people = client().collection(collection);
      for (const pageSize of [1, 2, 5, 300]) {
        const found: string[] = [];
        for await (const { id } of people.list({ pageSize, externalService })) found.push(id);
        equal(found, ids, `records by pages of ${pageSize}`);
      }
      for await (const { id } of people.list({ externalService: newService() })) {
        ok(false, `expected no record, got ${id}`);
      }
    },
  }),
  define({
    id: "client-list-ahead",
    title: "client.list() reads at most one page ahead, and stops when the caller does",
    level: "client",
    evidence: "S",
    needs: ["collection", "journal"],
    async run({ client, collection, records, journal }) {
      const externalService = newService();
      await records.addLinked(externalService, 6);
      const ids = await records.listed(externalService);
      const people = client().collection(collection);
      const pages = () => journal.count({ method: "GET", path: `/collections/${collection}` });
      const before = await pages();
      const seen: string[] = [];
      for await (const { id } of people.list({ pageSize: 2, externalService })) {
        seen.push(id);
        const asked = await pages() - before;
        ok(asked <= Math.ceil(seen.length / 2) + 1, `asked for ${asked} pages at ${seen.length}`);
        if (seen.length === 3) break;
      }
      equal(seen, ids.slice(0, 3), "records");
      const after = await pages() - before;
      ok(after <= 3, `expected at most 3 pages, got ${after}`);
    },
  }),
  define({
    id: "client-list-abort",
    title: "client.list() rejects with the signal's reason, even within a page",
    level: "client",
    evidence: "S",
    needs: ["collection"],
    async run({ client, collection, records }) {
      const externalService = newService();
      await records.addLinked(externalService, 3);
      const people = client().collection(collection);
      const reason = new Error("enough");
      for (const pageSize of [1, 3]) {
        const controller = new AbortController();
        const { signal } = controller;
        let read = 0;
        const thrown = await (async () => {
          for await (const _ of people.list({ pageSize, externalService, signal })) {
            read += 1;
            controller.abort(reason);
          }
        })().then(() => undefined, (error: unknown) => error);
        ok(thrown === reason, `expected the signal's reason, got ${String(thrown)}`);
        equal(read, 1, "records read");
      }
    },
  }),
  define({
    id: "client-filters",
    title: "the client sends includeLists, and updatedAfter as a Date or a text",
    level: "client",
    evidence: "D",
    async run({ client, target }) {
      const queries: string[] = [];
      const fetch: typeof target.fetch = (input, init) => {
        queries.push(new URL(input).search);
        return target.fetch(input, init);
      };
      const c = client({ fetch });
      await c.token();
      queries.length = 0;
      const at = "2026-01-02T03:04:05.006Z";
      for (const updatedAfter of [at, new Date(at)]) {
        const options = { updatedAfter, includeLists: true, externalService: true } as const;
        await c.collection("none").page(options).catch(() => {});
        const query = new URLSearchParams(queries.pop());
        equal(query.get("updatedAfter"), at, "updatedAfter");
        equal([query.get("includeLists"), query.get("externalService")], ["true", "true"], "flags");
      }
    },
  }),
  define({
    id: "client-bad-options",
    title: "invalid page options are refused with a clear message",
    level: "client",
    evidence: "S",
    async run({ client }) {
      const people = client().collection("people");
      for (
        const options of [
          { pageIndex: -1 },
          { pageIndex: 1.5 },
          { pageSize: 0 },
          { updatedAfter: "soon" },
          { updatedAfter: new Date(NaN) },
        ]
      ) {
        const [name = ""] = Object.keys(options);
        const error = await fails(() => people.page(options), TypeError, name);
        ok(error.message.startsWith(`${name}: expected`), `message: ${error.message}`);
      }
    },
  }),
  ...([1, 10, 300] as const).map((pageSize) =>
    define({
      id: `client-list-delete-${pageSize}`,
      title: `a loop that deletes each record of a list reaches all records: pages of ${pageSize}`,
      level: "client",
      evidence: "A",
      needs: ["collections"],
      async run({ client, collections, recordsOf }) {
        const { slug } = await collections.create({ slug: `shrinking-${pageSize}`, name: "S" });
        await recordsOf(slug).addLinked(newService(), 31);
        const people = client().collection(slug);
        let deleted = 0;
        for await (const { id } of people.list({ pageSize })) {
          await people.delete(id);
          deleted += 1;
        }
        equal(deleted, 31, "deleted");
      },
    })
  ),
  define({
    id: "client-list-delete-some",
    title: "a loop that deletes every third record of a list gets each record once",
    level: "client",
    evidence: "A",
    needs: ["collections"],
    async run({ client, collections, recordsOf }) {
      const { slug } = await collections.create({ slug: "thirds", name: "Thirds" });
      const service = newService();
      await recordsOf(slug).addLinked(service, 40);
      const ids = await recordsOf(slug).listed(service);
      const people = client().collection(slug);
      const seen: string[] = [];
      for await (const { id } of people.list({ pageSize: 7 })) {
        if (seen.push(id) % 3 === 0) await people.delete(id);
      }
      equal(seen, ids, "records");
    },
  }),
  ...([1, 10] as const).map((pageSize) =>
    define({
      id: `client-list-update-${pageSize}`,
      title: `a loop that updates each record of a list reaches all records: pages of ${pageSize}`,
      level: "client",
      evidence: "A",
      needs: ["clock", "collections"],
      async run({ client, clock, collections, recordsOf }) {
        const { slug } = await collections.create({ slug: "updated", name: "Updated" });
        const service = newService();
        await recordsOf(slug).addLinked(service, 31);
        const ids = await recordsOf(slug).listed(service);
        const people = client().collection(slug);
        const seen: string[] = [];
        for await (const { id } of people.list({ pageSize })) {
          seen.push(id);
          await clock.advance("1s");
          await people.update(id, { data: { note: "seen" } });
        }
        equal(seen.sort(), ids.sort(), "the records, each once");
      },
    })
  ),
  define({
    id: "client-list-move",
    title: "a list is complete if other programs update and delete records while it is read",
    level: "client",
    evidence: "A",
    needs: ["clock", "collections"],
    async run({ client, clock, collections, recordsOf }) {
      const { slug } = await collections.create({ slug: "moving", name: "Moving" });
      const service = newService();
      await recordsOf(slug).addLinked(service, 40);
      const ids = await recordsOf(slug).listed(service);
      const people = client().collection(slug);
      const seen: string[] = [];
      for await (const { id } of people.list({ pageSize: 4 })) {
        seen.push(id);
        await clock.advance("1s");
        const earlier = seen.at(-3) ?? "";
        if (seen.length === 12) await people.delete(earlier);
        else if (seen.length % 5 === 3) await people.update(earlier, { data: { note: "moved" } });
      }
      equal(seen.sort(), ids.sort(), "the records, each once");
    },
  }),
  define({
    id: "client-list-shrink",
    title: "a list reaches all records that are left if the page read ahead no longer exists",
    level: "client",
    evidence: "A",
    needs: ["collections"],
    async run({ client, collections, recordsOf, target }) {
      const { slug } = await collections.create({ slug: "shorter", name: "Shorter" });
      const service = newService();
      const { addLinked, call, listed } = recordsOf(slug);
      await addLinked(service, 8);
      const ids = await listed(service);
      const removed = ids.slice(0, 7);
      const fetch = onCall(target.fetch, `collections/${slug}`, async (send, _, input) => {
        // Deleted after the list asked for its second page, and before the server answers.
        const isSecond = new URL(input).searchParams.get("pageIndex") === "1";
        const due = isSecond ? removed.splice(0) : [];
        for (const id of due) await call("DELETE", `/${id}`);
        return await send();
      });
      const seen: string[] = [];
      for await (const { id } of client({ fetch }).collection(slug).list({ pageSize: 4 })) {
        seen.push(id);
      }
      equal(seen, [...ids.slice(0, 4), ids[7]], "the records");
    },
  }),
  define({
    id: "client-page-beyond",
    title: "client.page() returns an empty page after the last one",
    level: "client",
    evidence: "A",
    needs: ["collection"],
    dependsOn: {
      "list.beyond-end": {
        "400": "BadRequestError",
        repeat: "UnexpectedResponseError, because it is not the page that was asked for",
      },
    },
    async run({ client, collection, records, behavior }) {
      const externalService = newService();
      await records.addLinked(externalService, 3);
      const people = client().collection(collection);
      const page = () => people.page({ pageIndex: 9, pageSize: 2, externalService });
      const option = await behavior("list.beyond-end");
      if (option === "400") return void await fails(page, BadRequestError, "the page");
      if (option === "repeat") return void await fails(page, UnexpectedResponseError, "the page");
      const { records: found, totalRecords } = await page();
      equal([found, totalRecords], [[], 3], "records and their total");
    },
  }),
  define({
    id: "client-updated-after",
    title: "updatedAfter selects the records that were updated after exactly this time",
    level: "client",
    evidence: "A",
    needs: ["clock", "collection"],
    dependsOn: { "list.updated-after": { inclusive: "and those that were updated at this time" } },
    async run({ client, clock, collection, records, behavior }) {
      const externalService = newService();
      const times: Date[] = [];
      for (let i = 1; i <= 3; i++) {
        const external = [{ key: externalService, id: String(i) }];
        await records.add({ data: { name: String(i) }, external });
        times.push(new Date(clock.now()));
        await clock.advance(1);
      }
      const people = client().collection(collection);
      const expected = await behavior("list.updated-after") === "inclusive" ? ["2", "3"] : ["3"];
      const filter = { externalService, updatedAfter: times[1] };
      for (const source of [people.list(filter), people.stream(filter)]) {
        const names: unknown[] = [];
        for await (const { data } of source) names.push(data["name"]);
        equal(names.sort(), expected, "the records");
      }
    },
  }),
  define({
    id: "client-list-grow",
    title: "while records are added, a list neither ends early nor runs forever",
    level: "client",
    evidence: "A",
    needs: ["collections"],
    async run({ client, collections, recordsOf }) {
      const { slug } = await collections.create({ slug: "growing", name: "Growing" });
      await recordsOf(slug).addLinked(newService(), 10);
      const people = client().collection(slug);
      const seen = new Set<string>();
      for await (const { id } of people.list({ pageSize: 3 })) {
        ok(!seen.has(id), "expected each record once");
        seen.add(id);
        if (seen.size <= 10) await people.create({ data: { name: "more" } });
      }
      equal(seen.size, 20, "records");
    },
  }),
  define({
    id: "client-twice",
    title: "a second loop over one list() or stream() starts from the beginning",
    level: "client",
    evidence: "S",
    needs: ["collection"],
    async run({ client, collection, records }) {
      const externalService = newService();
      await records.addLinked(externalService, 3);
      const people = client().collection(collection);
      for (const found of [people.list({ externalService }), people.stream({ externalService })]) {
        for (let i = 0; i < 2; i++) {
          let count = 0;
          for await (const _ of found) count += 1;
          equal(count, 3, "records");
        }
      }
    },
  }),
  ...([
    ["an empty page in the middle", (i: number) => ({ records: i === 1 ? [] : [i] }), "r2"],
    ["a page that repeats", () => ({ records: [0] }), undefined],
    ["another page than was asked for", () => ({ records: [0], pageIndex: 0 }), undefined],
    ["a page without its index", (i: number) => ({ records: [i], pageIndex: null }), undefined],
    ["nothing but empty pages", () => ({ records: [], totalRecords: 1e12 }), undefined],
  ] satisfies [string, (i: number) => { records: number[] }, string | undefined][]).map((
    [what, body, last],
  ) =>
    define({
      id: `client-list-${what.replaceAll(/\W+/g, "-")}`,
      title: `a list never ends early without an error: ${what}`,
      level: "client",
      evidence: "D",
      async run({ client, target }) {
        let pages = 0;
        const fetch: typeof target.fetch = (input, init) => {
          if (!input.includes("/collections/")) return target.fetch(input, init);
          const pageIndex = Number(new URL(input).searchParams.get("pageIndex"));
          pages += 1;
          const page = { totalRecords: 3, pageIndex, pageSize: 1, ...body(pageIndex) };
          const records = page.records.map((n) => ({ id: `r${n}`, numericId: n, data: {} }));
          return Promise.resolve(Response.json({ ...page, records }));
        };
        const seen: string[] = [];
        const loop = async () => {
          for await (const { id } of client({ fetch }).collection("p").list({ pageSize: 1 })) {
            seen.push(id);
          }
        };
        await fails(loop, UnexpectedResponseError, "the list");
        if (last !== undefined) equal(seen.at(-1), last, "the last record");
        ok(pages < 20, `expected few requests, got ${pages}`);
      },
    })
  ),
];
