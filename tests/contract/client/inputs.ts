import {
  type Client,
  type Collection,
  createClient,
  type FetchFunction,
  type Instant,
  PartialFailureError,
  type StreamOptions,
  UnexpectedResponseError,
} from "../../../mod.ts";
import { equal, fails, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";

/** Creates a client that records its requests and always gets the same response. */
function recordingClient(response: unknown = {}): { client: Client; requests: Request[] } {
  const requests: Request[] = [];
  const fetch: FetchFunction = (input, init) => {
    requests.push(new Request(input, init));
    return Promise.resolve(Response.json(response));
  };
  const client = createClient({ token: "t", baseUrl: "https://kinabase.invalid/api/v1/", fetch });
  return { client, requests };
}

/** An amount of a money library. */
const money = (amount: unknown) => ({ toJSON: () => amount });

/** Reads the first record of a stream. */
const streamOf = (people: Collection) => async (options: StreamOptions) => {
  for await (const record of people.stream(options)) return record;
  return undefined;
};

const cycle: Record<string, unknown> = {};
cycle["self"] = cycle;
const hole: unknown[] = [1];
hole[2] = 3;

/** The values in a request: none of them is lost. */
export const inputCases: Definition[] = [
  ...([
    ["NaN", { a: NaN }, "a is NaN"],
    ["Infinity", { a: [1, { b: -Infinity }] }, "a[1].b is -Infinity"],
    ["a boxed NaN", { a: Object(NaN) }, "a is NaN"],
    ["an invalid Date", { a: new Date(NaN) }, "a is an invalid Date"],
    ["a Map", { a: new Map() }, "a is a Map"],
    ["a Set", { a: new Set() }, "a is a Set"],
    ["a RegExp", { a: /x/ }, "a is a RegExp"],
    ["an Error", { a: new TypeError("x") }, "a is a Error"],
    ["a function", { a: () => 1 }, "a is a function"],
    ["a symbol", { a: Symbol("x") }, "a is a symbol"],
    ["undefined in an array", { a: [undefined] }, "a[0] is undefined"],
    ["a hole in an array", { a: hole }, "a[1] is undefined"],
    ["a BigInt", { a: 1n }, "a is a BigInt"],
    ["bytes", { a: new Uint8Array(2) }, "a is a Uint8Array"],
    ["a cycle", { a: cycle }, "a.self is a cycle"],
    ["what toJSON makes NaN of", { a: money(NaN) }, "a is NaN"],
  ] satisfies [string, object, string][]).map(([what, data, problem]) =>
    define({
      id: `client-lossy-${what.replaceAll(/\W+/g, "-")}`,
      title: `a value that JSON would lose is refused, and the error names its path: ${what}`,
      level: "client",
      evidence: "S",
      async run() {
        const { client, requests } = recordingClient();
        const people = client.collection<object>("people");
        for (
          const [path, work] of [
            ["collections/people", () => people.create({ data })],
            ["collections/people/a", () => people.update("a", { data })],
          ] as const
        ) {
          const error = await fails<TypeError>(work, TypeError, what);
          includes(error.message, `${path}: body.data.${problem}`, "the message");
        }
        equal(requests.length, 0, "requests");
      },
    })
  ),
  define({
    id: "client-lossless",
    title: "values that JSON supports are sent, and undefined properties are left out",
    level: "client",
    evidence: "S",
    async run() {
      const { client, requests } = recordingClient({ id: "1", data: {} });
      const data = {
        none: undefined,
        nil: null,
        date: new Date(0),
        money: money("1.50"),
        boxed: Object("x"),
        deep: [[{ a: -1.5e300, b: true, c: 0 }]],
        looksLikeADate: "2026-01-02T03:04:05",
      };
      await client.collection<object>("people").create({ data });
      equal(await requests[0]?.json(), { data: JSON.parse(JSON.stringify(data)) }, "the body");
    },
  }),
  define({
    id: "client-wrong-arguments",
    title: "a wrong option of a call is refused before a request is sent, and the error names it",
    level: "client",
    evidence: "S",
    async run() {
      const { client, requests } = recordingClient();
      const people = client.collection("people");
      const long = "x".repeat(5_000);
      const calls: [name: string, work: (...args: never[]) => unknown, args: unknown[]][] = [
        ["init", client.fetch, ["status", null]],
        ["init", client.fetch, ["status", "GET"]],
        ["method", client.fetch, ["status", { method: ["GET"] }]],
        ["method", client.fetch, ["status", { method: "GET x" }]],
        ["method", client.fetch, ["status", { method: "trace" }]],
        ["headers", client.fetch, ["status", { headers: { "a b": "c" } }]],
        ["headers", client.fetch, ["status", { headers: { a: "値" } }]],
        ["idempotent", client.fetch, ["status", { idempotent: "yes" }]],
        ["path", client.fetch, [5]],
        ["path", client.fetch, [`${long}#`]],
        ["schema", client.collection, ["people", { schema: {} }]],
        ["options", client.collection, ["people", null]],
        ["call options", client.status, [long]],
        ["includeLists", people.page, [{ includeLists: Object.create(null) }]],
        ["externalService", people.page, [{ externalService: ["crm"] }]],
        ["idempotent", people.create, [{ data: {} }, { idempotent: 1 }]],
        ["Unknown option", people.create, [{ data: {} }, { [long]: 1 }]],
        ["update", people.update, ["1", { [long]: 1 }]],
        ["data", people.create, [{ data: { [long]: NaN } }]],
        ["upsert", people.external("crm").upsert, ["1", { data: {}, [long]: 1 }]],
        ["onProgress", people.bulk.create, [[{ data: {} }], { onProgress: "log" }]],
        ["onBatch", people.bulk.update, [[{ id: "1", data: {} }], { onBatch: {} }]],
        ["throwOnFailure", people.bulk.delete, [["1"], { throwOnFailure: [false] }]],
        ["maxResponseBytes", streamOf(people), [{ maxResponseBytes: "9" }]],
        ["atServerLimit", streamOf(people), [{ atServerLimit: "stop" }]],
        ["call options", streamOf(people), [null]],
      ];
      for (const [name, work, args] of calls) {
        const call = async () => void await Reflect.apply(work, undefined, args);
        const { message } = await fails(call, TypeError, name);
        includes(message, name, "the message");
        ok(message.length < 500, `expected a short message, got ${message.length} characters`);
      }
      equal(requests.length, 0, "requests");
    },
  }),
  define({
    id: "client-own-id",
    title: "a new record with an ID is refused, because it is not known what Kinabase does with it",
    level: "client",
    evidence: "A",
    async run() {
      const { client, requests } = recordingClient({ id: "1", data: {} });
      const people = client.collection("people");
      // Wrong on purpose, as the compiler would also report.
      const create = (record: object) => Reflect.apply(people.create, people, [record]);
      const error = await fails(() => create({ id: "mine", data: {} }), TypeError, "create");
      includes(error.message, 'got id "mine"', "the message");
      const rows = [{ id: "mine", data: {} }];
      const bulk = () => Reflect.apply(people.bulk.create, people.bulk, [rows]);
      const { report } = await fails(bulk, PartialFailureError, "bulk.create");
      equal(report.failed.map(({ from, to }) => [from, to]), [[0, 1]], "failed");
      equal(requests.length, 0, "requests");
      await create({ id: null, data: {} });
      equal(await requests.pop()?.json(), { id: null, data: {} }, "the body");
    },
  }),
  define({
    id: "client-empty-change",
    title: "an update with only undefined fields is refused like an empty update",
    level: "client",
    evidence: "S",
    async run() {
      const { client, requests } = recordingClient();
      const people = client.collection<{ a?: number | undefined }>("people");
      await fails(() => people.update("1", { data: { a: undefined } }), TypeError, "undefined");
      await fails(() => people.update("1", {}), TypeError, "nothing");
      await fails(() => people.update("1", { external: null }), TypeError, "no links");
      equal(requests.length, 0, "requests");
    },
  }),
  define({
    id: "client-instants",
    title: "updatedAfter accepts only values with an exact instant and an offset",
    level: "client",
    evidence: "D",
    async run() {
      const page = { records: [], totalRecords: 0, pageIndex: 0, pageSize: 10 };
      const { client, requests } = recordingClient(page);
      const people = client.collection("people");
      const text = "2026-01-02T03:04:05.006Z";
      const taken: [Instant, string][] = [
        [text, text],
        ["2026-01-02T03:04:05+01:00", "2026-01-02T03:04:05+01:00"],
        [new Date(text), text],
        [{ toISOString: () => text }, text],
        [{ toJSON: () => text }, text],
        [{ toJSON: () => "2026-01-02T03:04:05+01:00[Europe/Berlin]" }, "2026-01-02T03:04:05+01:00"],
      ];
      for (const [updatedAfter, sent] of taken) {
        await people.page({ updatedAfter });
        equal(new URL(requests.pop()?.url ?? "").searchParams.get("updatedAfter"), sent, sent);
      }
      for (
        const [updatedAfter, why] of [
          ["2026-01-02T03:04:05", "as in 2026-01-02T03:04:05Z"],
          ["2026-01-02", "as in 2026-01-02T00:00:00Z"],
          ["2026-01-02 03:04:05", "as in 2026-01-02T03:04:05Z"],
          ["soon", "expected a Date or an ISO 8601 string"],
          [new Date(NaN), "an invalid Date"],
          [{ toJSON: () => null }, "expected a Date or an ISO 8601 string"],
          ["2026-02-30T25:00:00Z", "is not a valid date"],
        ] as const
      ) {
        const error = await fails(() => people.page({ updatedAfter }), TypeError, why);
        includes(error.message, why, "the message");
      }
      equal(requests.length, 0, "requests");
    },
  }),
  define({
    id: "client-page-address",
    title: "the URL of a collection's web page is refused, and the error names the slug to use",
    level: "client",
    evidence: "O",
    async run() {
      const { client } = recordingClient();
      const open = () => client.collection("https://app.kinabase.com/c/sensor-readings");
      const error = await fails(open, TypeError, "collection");
      includes(error.message, 'use "sensor-readings"', "the message");
    },
  }),
  define({
    id: "client-headers",
    title: "every request sends and accepts JSON, except a client.fetch with its own content type",
    level: "client",
    evidence: "D",
    async run() {
      const { client, requests } = recordingClient({
        id: "1",
        data: {},
        records: [],
        totalRecords: 0,
      });
      await client.status();
      await client.collection("people").get("1");
      await client.collection("people").delete("1");
      await client.fetch("status");
      await client.fetch("status", { method: "POST", body: new Uint8Array([1]) });
      for (const { headers, method, url } of requests.splice(0)) {
        equal(headers.get("content-type"), "application/json", `${method} ${url}`);
        equal(headers.get("accept"), "application/json", `${method} ${url}`);
      }
      const form = new FormData();
      form.set("a", "b");
      await client.fetch("status", { method: "POST", body: form });
      await client.fetch("status", { method: "POST", body: new URLSearchParams("a=b") });
      await client.fetch("status", { method: "POST", body: new Blob(["a"], { type: "text/x" }) });
      await client.fetch("status", { headers: { "content-type": "text/csv" } });
      const expected = ["multipart/form-data", "application/x-www-form-urlencoded", "text/x"];
      requests.slice(0, 3).forEach(({ headers }, i) => {
        // The runtime fills it in, where no library such as MSW keeps it from that.
        const type = headers.get("content-type")?.split(";")[0] ?? expected[i];
        equal(type, expected[i], "the type of a body");
      });
      equal(requests[3]?.headers.get("content-type"), "text/csv", "the caller's own type");
    },
  }),
  define({
    id: "client-mode",
    title: "an ingest sends a mode only if the caller gives one",
    level: "client",
    evidence: "D",
    async run() {
      const counts = { totalRecords: 1, processedRecords: 1, failedRecords: 0 };
      const { client, requests } = recordingClient(counts);
      const sensors = client.collection("sensors");
      const timestamp = "2026-01-02T03:04:05Z";
      const rows = [{ id: "a", changes: [{ timestamp, data: { level: 1 } }] }];
      for (const [mode, sent] of [[undefined, {}], [null, { mode: null }]] as const) {
        await sensors.ingest(rows, { mode });
        equal(await requests.pop()?.json(), { ...sent, records: rows }, "the body");
      }
    },
  }),
  define({
    id: "client-collection-shapes",
    title: "collections() accepts an array, an object that holds it, and pages",
    level: "client",
    evidence: "A",
    async run() {
      const all = ["a", "b", "c"].map((id) => ({ id }));
      for (const body of [all, { collections: all }, { records: all, totalRecords: 3 }]) {
        equal(await recordingClient(body).client.collections(), all, "collections");
      }
      const fetch: FetchFunction = (input) => {
        const index = Number(new URL(input).searchParams.get("pageIndex") ?? 0);
        const records = all.slice(2 * index, 2 * index + 2);
        return Promise.resolve(
          Response.json({ records, totalRecords: 3, pageIndex: index, pageSize: 2 }),
        );
      };
      const options = { token: "t", baseUrl: "https://kinabase.invalid/api/v1/" };
      equal(await createClient({ ...options, fetch }).collections(), all, "two pages");
      const cut = { records: all, totalRecords: 9 };
      await fails(() => recordingClient(cut).client.collections(), UnexpectedResponseError, "cut");
    },
  }),
  define({
    id: "client-unknown-options",
    title: "an unknown option of a call is refused, and the error names it",
    level: "client",
    evidence: "S",
    async run() {
      const { client, requests } = recordingClient();
      const people = client.collection("people");
      // Wrong on purpose, as the compiler would also report.
      const call = (work: (...args: never[]) => unknown, ...args: unknown[]) => () =>
        Promise.resolve(Reflect.apply(work, undefined, args));
      for (
        const [work, option, meant] of [
          [call(client.status, { timeoutMs: 1 }), "timeoutMs", "timeout"],
          [call(people.page, { pagesize: 1 }), "pagesize", "pageSize"],
          [call(people.page, { limit: 1 }), "limit", "pageSize"],
          [call(people.get, "1", { retries: 1 }), "retries", undefined],
          [call(people.create, { data: {} }, { idempotant: true }), "idempotant", "idempotent"],
          [call(people.bulk.delete, [], { concurency: 1 }), "concurency", "concurrency"],
          [call(people.ingest, [], { modes: null }), "modes", "mode"],
          [call(client.collection, "people", { schemas: {} }), "schemas", "schema"],
        ] as const
      ) {
        const error = await fails(work, TypeError, option);
        includes(error.message, `Unknown option "${option}".`, "the message");
        if (meant !== undefined) includes(error.message, `Did you mean "${meant}"?`, "the message");
      }
      for (const list of [people.list, people.stream]) {
        const loop = async () => {
          for await (const _ of Reflect.apply(list, undefined, [{ idletimeout: 1 }]));
        };
        includes(
          (await fails(loop, TypeError, "list")).message,
          'Unknown option "idletimeout"',
          "",
        );
      }
      ok(requests.length === 0, "expected no request");
    },
  }),
];
