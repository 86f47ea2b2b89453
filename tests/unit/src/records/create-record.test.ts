import { expect, test } from "bun:test";
import { reasonOf, recordingClient } from "./recording-client.ts";

const data = { a: 1 };

test("a record to add must not have an ID, and the error says who assigns it", async () => {
  const { client, requests } = recordingClient([]);
  const error = await reasonOf(client.collection("p").create(Object({ id: "7", data })));
  expect(String(error)).toBe(
    'TypeError: create: expected a record without an ID, because Kinabase assigns it; got id "7"',
  );
  expect(requests).toEqual([]);
});

test("a record to add must have data, and the error says what it has instead", async () => {
  const { client, requests } = recordingClient([]);
  const create = (record: unknown) => reasonOf(client.collection("p").create(Object(record)));
  for (
    const [record, got] of [
      [{ fullName: "Ada", age: 36 }, "fullName, age"],
      [{ data: undefined }, "data: undefined"],
      [{ external: [{ key: "crm", id: "1" }] }, "external"],
      [{ id: null }, "id: null"],
      [{}, "nothing"],
    ] as const
  ) {
    expect(String(await create(record))).toBe(
      `TypeError: create: expected { data }, got ${got}: put fields into data`,
    );
  }
  expect(requests).toEqual([]);
});

test("the content of data is up to the server", async () => {
  const record = { id: "7", numericId: null, data };
  const { client, requests } = recordingClient([record, record]);
  for (const given of [{}, null]) await client.collection("p").create(Object({ data: given }));
  expect(requests.map(({ body }) => body)).toEqual([{ data: {} }, { data: null }]);
});
