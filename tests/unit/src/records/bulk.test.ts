import { describe, expect, test } from "bun:test";
import {
  type Bulk,
  type BulkReport,
  type PermitCall,
  UnexpectedResponseError,
} from "../../../../mod.ts";
import { recordingClient } from "./recording-client.ts";

const record = (id: string) => ({ id, numericId: null, data: {} });
const data = { a: 1 };
const quiet = { throwOnFailure: false };

const bulkWith = (...responses: unknown[]) => {
  const { client, requests } = recordingClient(responses);
  return { bulk: client.collection("p").bulk, requests };
};

/** Calls with arguments that are wrong on purpose, as the compiler would also report. */
const call = (work: (...args: never[]) => Promise<BulkReport>, ...args: unknown[]) =>
  Promise.resolve<BulkReport>(Reflect.apply(work, undefined, [...args, quiet]));

describe("a record that cannot be sent fails alone, and the message says why:", () => {
  const got = "[1]: expected a record's ID, got";
  const cases: [keyof Bulk, unknown, unknown, string][] = [
    ["create", { data }, null, "bulk.create: [1]: expected an object with data, got null"],
    ["create", { data }, "text", 'bulk.create: [1]: expected an object with data, got "text"'],
    [
      "create",
      { data },
      { name: "Ada", external: null },
      "bulk.create: [1]: expected { data }, got name, external: null: put fields into data",
    ],
    ["update", { id: "a", data }, null, "bulk.update: [1]: expected an object with data, got null"],
    ["update", { id: "a", data }, { data }, `bulk.update: ${got.replace("]", "].id")} undefined`],
    [
      "update",
      { id: "a", data },
      { id: "b" },
      "bulk.update: [1]: expected { data } or { external }, got id: put fields into data",
    ],
    [
      "update",
      { id: "a", data },
      { id: "a", data },
      'bulk.update: [1] repeats the ID "a" of [0]: list each record only once',
    ],
    ["delete", "a", 7, `bulk.delete: ${got} 7`],
    ["delete", "a", "", `bulk.delete: ${got} ""`],
    ["delete", "a", "a", 'bulk.delete: [1] repeats the ID "a" of [0]: list each record only once'],
  ];
  for (const [name, good, bad, message] of cases) {
    test(`${JSON.stringify(bad)}: ${message}`, async () => {
      const { bulk, requests } = bulkWith({});
      const report = await call(bulk[name], [good, bad]);
      expect(report.failed).toMatchObject([{
        from: 1,
        to: 2,
        error: {
          code: "invalid_record",
          message,
          mayHaveBeenApplied: false,
          remedy: "Fix the record and send it again. The other records are not affected.",
        },
      }]);
      expect(report.done).toEqual([{ from: 0, to: 1 }]);
      expect(requests.length).toBe(1);
    });
  }
});

describe("records that the response does not confirm are unknown, and the message says why:", () => {
  const cases: [keyof Bulk, unknown[], unknown, [number, number][], string][] = [
    ["create", [{ data }, { data }], { error: "No." }, [[0, 2]], "No."],
    [
      "create",
      [{ data }, { data }],
      { records: [record("1")] },
      [[0, 2]],
      "it lists 1 records, but 2 were sent",
    ],
    [
      "create",
      [{ data }, { data }],
      { records: [record("1"), { success: false }] },
      [[1, 2]],
      "its entries do not show that they were added",
    ],
    ["delete", ["a", "b"], { recordIds: ["b"] }, [[0, 1]], "it does not list their IDs"],
    ["delete", ["a", "b"], { recordIds: ["x", "y"] }, [[0, 2]], "it does not list their IDs"],
    ["delete", ["a", "b"], ["a", 7], [[1, 2]], "it does not list their IDs"],
    [
      "update",
      [{ id: "a", data }, { id: "b", data }],
      { records: [record("x"), record("y")] },
      [[0, 2]],
      "it does not list their IDs",
    ],
  ];
  for (const [name, items, body, ranges, why] of cases) {
    test(`${name}, ${JSON.stringify(body)}`, async () => {
      const { unknown } = await call(bulkWith(body).bulk[name], items);
      expect(unknown.map(({ from, to }) => [from, to])).toEqual(ranges);
      for (const { error } of unknown) {
        expect(error).toBeInstanceOf(UnexpectedResponseError);
        expect(error.message).toEndWith(
          ` collections/p/bulk at kinabase.invalid returned 200, but does not confirm the records: ${why}`,
        );
      }
    });
  }
});

test("onBatch gets the records only if the response has one for each that was sent", async () => {
  const both = [record("a"), record("b")];
  for (
    const [body, expected] of [
      [{ records: both }, both],
      [both, both],
      [{ records: [record("a"), {}] }, undefined],
      [{ records: [{}, {}] }, undefined],
      [{ recordIds: ["a", "b"] }, undefined],
      [{}, undefined],
    ] as const
  ) {
    const seen: unknown[] = [];
    const onBatch = (batch: unknown) => void seen.push(batch);
    await bulkWith(body).bulk.create([{ data }, { data }], { onBatch });
    expect(seen).toStrictEqual([{ from: 0, to: 2, records: expected }]);
    seen.length = 0;
    await bulkWith(body).bulk.update([{ id: "a", data }, { id: "b", data }], {
      onBatch,
      throwOnFailure: false,
    });
    if (expected) expect(seen).toStrictEqual([{ from: 0, to: 2, records: expected }]);
  }
});

test("onBatch of bulk.update gets the records in the order they were sent", async () => {
  const [a, b, other] = [record("a"), record("b"), record("c")];
  for (const listed of [[b, a], [other, b, a]]) {
    const seen: unknown[] = [];
    await bulkWith({ records: listed }).bulk.update([{ id: "a", data }, { id: "b", data }], {
      onBatch: (batch) => void seen.push(batch),
    });
    expect(seen).toStrictEqual([{ from: 0, to: 2, records: [a, b] }]);
  }
});

test("an option that does not exist is refused by name", async () => {
  const { bulk } = bulkWith();
  for (const [work, option] of [[bulk.create, "onbatch"], [bulk.delete, "onBatch"]] as const) {
    await expect(Promise.resolve(Reflect.apply(work, undefined, [[], { [option]: () => {} }])))
      .rejects.toThrow(`Unknown option "${option}".`);
  }
  await expect(bulk.create([], { batchTimeout: 0 })).rejects.toThrow("batchTimeout: expected");
});

test("a batch is bulk work for a shared budget", async () => {
  const priorities: string[] = [];
  const rateLimit = {
    take({ priority }: PermitCall) {
      priorities.push(priority);
      return Promise.resolve(() => {});
    },
    limited() {},
  };
  const { client } = recordingClient([{}, {
    records: [],
    totalRecords: 0,
    pageIndex: 0,
    pageSize: 10,
  }], {
    rateLimit,
  });
  await client.collection("p").bulk.delete(["1"], quiet);
  await client.collection("p").page();
  expect(priorities).toEqual(["bulk", "interactive"]);
});

test("a record to add that has an ID fails alone, and the error names its index", async () => {
  const { bulk } = bulkWith([record("2")]);
  const { failed } = await call(bulk.create, [{ data }, { id: "7", data }]);
  expect(failed.map(({ from, error }) => [from, error.message.includes("[1]: expected a record")]))
    .toEqual([[1, true]]);
});
