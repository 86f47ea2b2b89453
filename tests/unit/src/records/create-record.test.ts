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
