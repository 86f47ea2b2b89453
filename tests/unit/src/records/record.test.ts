import { describe, expect, test } from "bun:test";
import { type Collection, UnexpectedResponseError } from "../../../../mod.ts";
import { changeProblem } from "../../../../src/records/record.ts";
import { reasonOf, recordingClient } from "./recording-client.ts";

const ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";
const OTHER = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b12";
const data = { a: 1 };
const REMEDY = "Check baseUrl, and check whether a proxy or a login page sent this response.";

const peopleWith = (...responses: unknown[]) => recordingClient(responses).client.collection("p");

describe("the error for a response that is not what the call asked for:", () => {
  const record = { id: OTHER, numericId: null, data: {} };
  const cases: [string, (of: Collection) => Promise<unknown>, unknown, string][] = [
    [
      "get",
      (p) => p.get(ID),
      {},
      "GET collections/p/ID returned 200, but the body is not a record",
    ],
    [
      "get",
      (p) => p.get(ID),
      record,
      `GET collections/p/ID returned 200, but the body is another record: ${OTHER}`,
    ],
    [
      "create",
      (p) => p.create({ data }),
      {},
      "POST collections/p returned 200, but the body is not the record that was added",
    ],
    [
      "create",
      (p) => p.create({ data }),
      { error: "No." },
      "POST collections/p returned 200, but the body says: No.",
    ],
    [
      "update",
      (p) => p.update(ID, { data }),
      record,
      `PATCH collections/p/ID returned 200, but the body is another record: ${OTHER}`,
    ],
    [
      "delete",
      (p) => p.delete(ID),
      { success: false },
      "DELETE collections/p/ID returned 200, but the body says: success is false",
    ],
    [
      "page",
      (p) => p.page(),
      { records: [] },
      "GET collections/p returned 200, but the body is not a page of records",
    ],
    [
      "page",
      (p) => p.page(),
      { records: [], totalRecords: 0, pageIndex: 3, pageSize: 10 },
      "GET collections/p returned 200, but page 3 instead of page 0",
    ],
    [
      "page",
      (p) => p.page({ pageIndex: 2 }),
      { records: [], totalRecords: 0, pageIndex: 0, pageSize: 10 },
      "GET collections/p returned 200, but page 0 instead of page 2",
    ],
  ];
  for (const [name, call, response, message] of cases) {
    test(`${name}, ${JSON.stringify(response)}`, async () => {
      const error = await reasonOf(call(peopleWith(response)));
      expect(error).toBeInstanceOf(UnexpectedResponseError);
      expect(error).toMatchObject({ message: message.replace("p/ID", `p/${ID}`), remedy: REMEDY });
    });
  }
});

test("an update returns the record only if the response contains it", async () => {
  const record = { id: ID, numericId: null, data };
  expect(await peopleWith(record).update(ID, { data })).toEqual(record);
  for (const response of [{}, { ok: true }, [], new Response(null, { status: 204 })]) {
    expect(await peopleWith(response).update(ID, { data })).toBeUndefined();
  }
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

describe("a change", () => {
  const shown = (value: unknown) =>
    JSON.stringify(value, (_, part: unknown) => part === undefined ? "undefined" : part);
  const problem = (change: unknown): unknown =>
    Reflect.apply(changeProblem, undefined, ["update", change]);

  for (
    const change of [
      { data },
      { data: { a: null } },
      { data: { a: undefined, b: 1 } },
      // The server decides about these.
      { data: {} },
      { data: null },
      { external: [], data: undefined },
      { external: [], data: { a: undefined } },
    ]
  ) {
    test(`may be ${shown(change)}`, () => {
      expect(problem(change)).toBeUndefined();
    });
  }

  for (
    const [change, expected] of [
      [{}, "update: expected { data } or { external }, got nothing: put fields into data"],
      [
        { a: 1, b: 2 },
        "update: expected { data } or { external }, got a, b: put fields into data",
      ],
      [
        { data: { a: undefined, b: undefined } },
        "update: expected data with a field to change, but all fields are undefined",
      ],
    ] as const
  ) {
    test(`cannot be ${shown(change)}`, () => {
      expect(problem(change)).toBe(expected);
    });
  }
});

test("a record to add must not have an ID, and the error says who assigns it", async () => {
  const { client, requests } = recordingClient([]);
  const error = await reasonOf(client.collection("p").create(Object({ id: "7", data })));
  expect(String(error)).toBe(
    'TypeError: create: expected a record without an ID, because Kinabase assigns it; got id "7"',
  );
  expect(requests).toEqual([]);
});

test("links that are null are not sent, and others are", async () => {
  const { client, requests } = recordingClient([undefined, undefined, undefined].map(() => ({})));
  const people = client.collection("p");
  const external = [{ key: "crm", id: "1" }];
  await people.update(ID, Object({ data, external: null }));
  await people.update(ID, { data, external });
  await people.update(ID, { data });
  expect(requests.map(({ body }) => body)).toEqual([{ data }, { data, external }, { data }]);
});

test("a change whose links have no value says so", () => {
  expect(changeProblem("update", Object({ external: undefined }))).toContain(
    "got external: undefined: put fields into data",
  );
  expect(changeProblem("update", Object({ external: null, other: 1 }))).toContain(
    "got external: null, other: put fields into data",
  );
});
