import { expect, test } from "bun:test";
import { reasonOf, recordingClient } from "./recording-client.ts";

const [a, b, c] = [{ id: "a" }, { id: "b" }, { id: "c" }];

test("pages are asked for only if the total is larger than the list", async () => {
  for (
    const body of [
      [a, b],
      { collections: [a, b] },
      { records: [a, b] },
      { records: [a, b], totalRecords: 2 },
      { records: [a, b], totalRecords: "9" },
      { records: [a, b], totalRecords: null },
    ]
  ) {
    const { client, requests } = recordingClient([body]);
    expect(await client.collections()).toEqual([a, b]);
    expect(requests.map(({ path }) => path)).toEqual(["collections"]);
  }
  const first = { records: [a, b], totalRecords: 3 };
  const { client, requests } = recordingClient([first, { records: [b, c], totalRecords: 3 }]);
  expect(await client.collections()).toEqual([a, b, c]);
  expect(requests.map(({ path }) => path)).toEqual(["collections", "collections?pageIndex=1"]);
});

test("a page without another collection ends the list with an error", async () => {
  const page = { records: [a, b], totalRecords: 3 };
  const { client } = recordingClient([page, page]);
  expect(await reasonOf(client.collections())).toMatchObject({
    code: "unexpected_response",
    message: "GET collections at kinabase.invalid returned 200, but only 2 of 3 collections",
  });
});

test("anything else than a list of collections is an error", async () => {
  for (const body of [null, "text", {}, { records: {} }, [a, { id: 1 }], { collections: [null] }]) {
    const { client } = recordingClient([body]);
    expect(await reasonOf(client.collections())).toMatchObject({
      code: "unexpected_response",
      message:
        "GET collections at kinabase.invalid returned 200, but the body is not a list of collections",
    });
  }
});
