import { expect, test } from "bun:test";
import { reasonOf, recordingClient } from "./recording-client.ts";

const page = (pageIndex: number, totalRecords: number) => ({
  records: [],
  totalRecords,
  pageIndex,
  pageSize: 2,
});

test("the name of a service must not be empty", async () => {
  const { client, requests } = recordingClient([]);
  const error = await reasonOf(client.collection("p").page({ externalService: "" }));
  expect(String(error)).toBe(
    'TypeError: externalService: expected the name of a service or true, got ""',
  );
  expect(requests).toEqual([]);
});

test("a later page than the requested one is an error in a list, also if that one does not exist", async () => {
  const first = { ...page(0, 4), records: [{ id: "a", data: {} }, { id: "b", data: {} }] };
  const later = recordingClient([first, page(5, 2)]).client.collection("p").list({ pageSize: 2 });
  expect(String(await reasonOf(Array.fromAsync(later)))).toContain("page 5 instead of page 1");
});

test("options that are no object are named", async () => {
  const { page } = recordingClient([]).client.collection("p");
  const error = await reasonOf(Reflect.apply(page, undefined, [null]));
  expect(String(error)).toStartWith("TypeError: call options: expected an object such as");
});
