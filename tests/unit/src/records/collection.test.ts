import { describe, expect, test } from "bun:test";
import {
  type Client,
  type Collection,
  type JsonObject,
  NetworkError,
  SchemaValidationError,
  type StandardSchema,
  UnexpectedResponseError,
} from "../../../../mod.ts";
import { readAll, reasonOf, recordingClient } from "./recording-client.ts";
import { passingClock } from "../passing-clock.ts";

const record = { id: "1", numericId: null, data: { a: 1 } };
const page = { records: [record], totalRecords: 1, pageIndex: 0, pageSize: 10 };
const counts = { totalRecords: 1, processedRecords: 1, failedRecords: 0 };
const lost = new Error("cut");
const data = { a: 1 };
const timestamp = "2026-01-02T03:04:05Z";

/** Each call: what it sends, a response, and whether it is sent again after a lost response. */
const CALLS: [
  string,
  string,
  (of: Collection, client: Client) => Promise<unknown>,
  unknown,
  boolean,
][] = [
  ["GET", "collections", (_, client) => client.collections(), [], true],
  ["GET", "collections/p", (p) => p.page(), page, true],
  ["GET", "collections/p?pageSize=300&pageIndex=0", (p) => readAll(p.list()), page, true],
  ["GET", "collections/p/all", (p) => readAll(p.stream()), [record], true],
  ["GET", "collections/p/1", (p) => p.get("1"), record, true],
  ["POST", "collections/p", (p) => p.create({ data }), record, false],
  ["POST", "collections/p", (p) => p.create({ data }, { idempotent: true }), record, true],
  ["PATCH", "collections/p/1", (p) => p.update("1", { data }), record, true],
  ["DELETE", "collections/p/1", (p) => p.delete("1"), {}, true],
  ["GET", "collections/p/ext/s/x", (p) => p.external("s").get("x"), record, true],
  ["PATCH", "collections/p/ext/s/x", (p) => p.external("s").update("x", { data }), record, true],
  ["DELETE", "collections/p/ext/s/x", (p) => p.external("s").delete("x"), {}, true],
  ["POST", "collections/p/bulk", (p) => p.bulk.create([{ data }]), {}, false],
  ["PATCH", "collections/p/bulk", (p) => p.bulk.update([{ id: "1", data }]), {}, true],
  ["DELETE", "collections/p/bulk", (p) => p.bulk.delete(["1"]), {}, false],
  [
    "POST",
    "collections/p/ingest",
    (p) => p.ingest([{ id: "1", changes: [{ timestamp, data }] }]),
    counts,
    false,
  ],
];

describe("a call sends one request, and sends it again only if that is safe", () => {
  for (const [method, path, call, response, isSafe] of CALLS) {
    test(`${method} ${path}, ${isSafe ? "safe" : "not safe"}`, async () => {
      const good = recordingClient([response]);
      await call(good.client.collection("p"), good.client);
      const sent = good.requests.map((request) => [request.method, sorted(request.path)]);
      expect(sent).toEqual([[method, sorted(path)]]);

      const bad = recordingClient([lost, response]);
      const outcome = await call(bad.client.collection("p"), bad.client)
        .then(() => "done", () => "failed");
      expect([outcome, bad.requests.length]).toEqual(isSafe ? ["done", 2] : ["failed", 1]);
    });
  }
});

/** A path with its query parameters in order. */
function sorted(path: string): string {
  const [before = "", query = ""] = path.split("?");
  return [before, ...query.split("&").sort()].join("&");
}

describe("a schema", () => {
  type Schema = StandardSchema<JsonObject>;
  const schemaOf = (validate: Schema["~standard"]["validate"]): Schema => ({
    "~standard": { version: 1, vendor: "test", validate },
  });
  const issues = [{ message: "is odd", path: ["a"] }, { message: "is wrong" }];
  const strict = schemaOf((value) =>
    Reflect.get(Object(value), "a") === 1 ? { value: data } : { issues }
  );

  test("lets matching data pass, in both directions", async () => {
    const { client } = recordingClient([record, record]);
    const people = client.collection("p", { schema: strict });
    expect(await people.get("1")).toEqual(record);
    await people.create({ data });
  });

  test("names each problem of a record that was read", async () => {
    const { client } = recordingClient([{ id: "7", data: { a: 2 } }]);
    const error = await reasonOf(client.collection("p", { schema: strict }).get("7"));
    expect(error).toBeInstanceOf(SchemaValidationError);
    expect(error).toMatchObject({
      message: "Record 7 of p does not match the schema: a: is odd; is wrong",
      issues: ["a: is odd", "is wrong"],
      remedy: "Fix the data or the schema.",
    });
  });

  test("refuses data before it is sent", async () => {
    const { client, requests } = recordingClient([]);
    const people = client.collection("p", { schema: strict });
    for (
      const refused of [
        () => people.create({ data: { a: 2 } }),
        () => people.external("s").upsert("x", { data: { a: 2 } }),
      ]
    ) {
      const error = await reasonOf(refused());
      expect(error).toMatchObject({
        message: "The data for a record of p does not match the schema: a: is odd; is wrong",
        mayHaveBeenApplied: false,
      });
    }
    expect(requests).toEqual([]);
  });

  test("that throws an error of its own stops a bulk call with it, unchanged", async () => {
    const defect = Object.freeze(new Error("a defect in the schema"));
    const broken = schemaOf(() => Promise.reject(defect));
    const { client, requests } = recordingClient([]);
    const people = client.collection("p", { schema: broken });
    expect(await reasonOf(people.create({ data }))).toBe(defect);
    const report = await people.bulk.create([{ data }], { throwOnFailure: false });
    expect(report.cause).toBe(defect);
    expect(report.unsent).toEqual([{ from: 0, to: 1 }]);
    expect(requests).toEqual([]);
  });

  test("that does not return is named by the error", async () => {
    const silent = schemaOf(() => new Promise(() => {}));
    for (
      const call of [
        (p: Collection) => p.get("1", { timeout: 20 }),
        (p: Collection) => p.create({ data }, { timeout: 20 }),
      ]
    ) {
      // It moves by itself while a call waits.
      const { client } = recordingClient([record], { deadlineClock: passingClock() });
      expect(await reasonOf(call(client.collection("p", { schema: silent })))).toMatchObject({
        message: "No result of the schema within 20 ms (timeout)",
      });
    }
  });
});

test("an abort keeps its own error, unchanged, through all requests of an upsert", async () => {
  const reason = Object.freeze(new Error("enough"));
  const { client, requests } = recordingClient([], {
    fetch: () => new Promise(() => {}),
  });
  const controller = new AbortController();
  const upsert = client.collection("p").external("s")
    .upsert("x", { data }, { signal: controller.signal });
  const ended = reasonOf(upsert);
  await new Promise((resolve) => setTimeout(resolve, 0));
  controller.abort(reason);
  expect(await ended).toBe(reason);
  expect(requests).toEqual([]);
});

test("an upsert sends no more requests than it needs", async () => {
  const absent = () => Response.json({ error: "No." }, { status: 404 });
  const found = recordingClient([record]);
  await found.client.collection("p").external("s").upsert("x", { data });
  expect(found.requests.map(({ method }) => method)).toEqual(["PATCH"]);
  const added = recordingClient([absent(), record]);
  await added.client.collection("p").external("s").upsert("x", { data });
  expect(added.requests.map(({ method }) => method)).toEqual(["PATCH", "POST"]);
  expect(added.requests[1]?.body).toEqual({ data, external: [{ key: "s", id: "x" }] });
});

test("the names in the messages for a wrong service and a wrong external ID", () => {
  const people = recordingClient([]).client.collection("p");
  expect(() => people.external("")).toThrow("service: expected a string that is not empty");
  expect(people.external("s").get("")).rejects.toThrow("externalId: expected a string that is not");
});

test("a lost response of a bulk call keeps the original error", async () => {
  const { client } = recordingClient([lost, lost]);
  const report = await client.collection("p").bulk.delete(["1"], { throwOnFailure: false });
  const [unknown] = report.unknown;
  expect(unknown?.error).toBeInstanceOf(NetworkError);
  expect(unknown?.error).toMatchObject({ cause: { message: "cut" }, mayHaveBeenApplied: true });
});

test("a record that is not an object is refused before it is sent", async () => {
  const { client, requests } = recordingClient([]);
  const people = client.collection("p");
  for (const [wrong, shown] of [[null, "null"], ["text", '"text"'], [[1], "[1]"]] as const) {
    // Wrong on purpose, as the compiler would also report.
    const call = (work: (...args: never[]) => Promise<unknown>, ...args: unknown[]) =>
      reasonOf(Reflect.apply(work, undefined, args));
    const expected = (name: string) =>
      new TypeError(`${name}: expected an object with data, got ${shown}`);
    expect(await call(people.create, wrong)).toEqual(expected("create"));
    expect(await call(people.update, "1", wrong)).toEqual(expected("update"));
  }
  expect(requests).toEqual([]);
});

const ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";
const OTHER = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b12";
const REMEDY = "Check baseUrl: perhaps a proxy or a login page sent this response.";

describe("the error for a response that is not what the call asked for:", () => {
  const other = { id: OTHER, numericId: null, data: {} };
  const cases: [string, (of: Collection) => Promise<unknown>, unknown, string][] = [
    [
      "get",
      (p) => p.get(ID),
      {},
      "GET collections/p/ID at kinabase.invalid returned 200, but the body is not a record",
    ],
    [
      "get",
      (p) => p.get(ID),
      other,
      `GET collections/p/ID at kinabase.invalid returned 200, but the body is another record: ${OTHER}`,
    ],
    [
      "create",
      (p) => p.create({ data }),
      {},
      "POST collections/p at kinabase.invalid returned 200, but the body is not the record that was added",
    ],
    [
      "create",
      (p) => p.create({ data }),
      { error: "No." },
      "POST collections/p at kinabase.invalid returned 200, but the body says: No.",
    ],
    [
      "update",
      (p) => p.update(ID, { data }),
      other,
      `PATCH collections/p/ID at kinabase.invalid returned 200, but the body is another record: ${OTHER}`,
    ],
    [
      "delete",
      (p) => p.delete(ID),
      { success: false },
      "DELETE collections/p/ID at kinabase.invalid returned 200, but the body says: success is false",
    ],
    [
      "page",
      (p) => p.page(),
      { records: [] },
      "GET collections/p at kinabase.invalid returned 200, but the body is not a page of records",
    ],
    [
      "page",
      (p) => p.page(),
      { records: [], totalRecords: 0, pageIndex: 3, pageSize: 10 },
      "GET collections/p at kinabase.invalid returned 200, but page 3 instead of page 0",
    ],
    [
      "page",
      (p) => p.page({ pageIndex: 2 }),
      { records: [], totalRecords: 0, pageIndex: 0, pageSize: 10 },
      "GET collections/p at kinabase.invalid returned 200, but page 0 instead of page 2",
    ],
  ];
  for (const [name, call, response, message] of cases) {
    test(`${name}, ${JSON.stringify(response)}`, async () => {
      const error = await reasonOf(call(recordingClient([response]).client.collection("p")));
      expect(error).toBeInstanceOf(UnexpectedResponseError);
      expect(error).toMatchObject({ message: message.replace("p/ID", `p/${ID}`), remedy: REMEDY });
    });
  }
});
