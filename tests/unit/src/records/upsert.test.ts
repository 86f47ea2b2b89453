import { expect, test } from "bun:test";
import { reasonOf, recordingClient } from "./recording-client.ts";

const data = { a: 1 };

test("an upsert must have data and nothing else", async () => {
  const { client, requests } = recordingClient([]);
  const { upsert } = client.collection("p").external("crm");
  for (
    const [record, got] of [
      [{ fullName: "Ada" }, "fullName"],
      [{ data, fullName: "Ada" }, "fullName"],
      [{ data: undefined }, "data: undefined"],
      [{}, "nothing"],
    ] as const
  ) {
    expect(String(await reasonOf(upsert("1", Object(record))))).toBe(
      `TypeError: upsert: expected { data }, got ${got}: put fields into data`,
    );
  }
  expect(requests).toEqual([]);
});
