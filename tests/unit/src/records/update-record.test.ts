import { describe, expect, test } from "bun:test";
import { changeProblem } from "../../../../src/records/update-record.ts";
import { recordingClient } from "./recording-client.ts";

const ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";
const data = { a: 1 };

const peopleWith = (...responses: unknown[]) => recordingClient(responses).client.collection("p");

test("an update returns the record only if the response contains it", async () => {
  const record = { id: ID, numericId: null, data };
  expect(await peopleWith(record).update(ID, { data })).toEqual(record);
  for (const response of [{}, { ok: true }, [], new Response(null, { status: 204 })]) {
    expect(await peopleWith(response).update(ID, { data })).toBeUndefined();
  }
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
