import { describe, expect, test } from "bun:test";
import { mockWithApp } from "../mock-with-app.ts";

/** The chunks of a stream of as many records. */
async function chunksOf(count: number, options: Parameters<typeof mockWithApp>[0] = {}) {
  const { mock, people, authorization } = await mockWithApp({
    journal: { bodyBytes: 0 },
    ...options,
  });
  for (let i = 0; i < count; i++) people.records.add({ data: { i } });
  const response = await mock.fetch(`${mock.baseUrl}collections/people/all`, {
    headers: { authorization },
  });
  const chunks: string[] = [];
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
    chunks.push(new TextDecoder().decode(read.value));
  }
  return { status: response.status, type: response.headers.get("content-type"), chunks };
}

describe("a stream has a hundred records in a chunk", () => {
  for (
    const [count, sizes] of [[0, [0]], [1, [1]], [100, [100]], [101, [100, 1]], [200, [
      100,
      100,
    ]]] as const
  ) {
    test(`of ${count} records`, async () => {
      const { status, type, chunks } = await chunksOf(count);
      expect([status, type]).toEqual([200, "application/json"]);
      expect(chunks.map((chunk) => chunk.split('"id"').length - 1)).toEqual([...sizes]);
      const all: { data: { i: number } }[] = JSON.parse(chunks.join(""));
      expect(all.map(({ data }) => data.i)).toEqual(Array.from({ length: count }, (_, i) => i));
    });
  }
});

describe("more records than the limit", () => {
  test("are refused with both numbers", async () => {
    const { status, chunks } = await chunksOf(4, { limits: { streamSize: 3 } });
    expect([status, chunks.join("")]).toEqual([
      400,
      '{"error":"The request matches 4 records, but at most 3 can be streamed. Read pages, or ' +
      'filter by updatedAfter."}',
    ]);
    expect((await chunksOf(3, { limits: { streamSize: 3 } })).status).toBe(200);
  });

  test("are left out if the tenant truncates", async () => {
    const { status, chunks } = await chunksOf(4, {
      limits: { streamSize: 3 },
      behaviors: { "all.above-limit": "truncate" },
    });
    const all: { data: { i: number } }[] = JSON.parse(chunks.join(""));
    expect([status, all.map(({ data }) => data.i)]).toEqual([200, [0, 1, 2]]);
  });
});

test("a stream is generated as it is read, and the journal has what was read", async () => {
  const { mock, people, authorization } = await mockWithApp();
  for (let i = 0; i < 250; i++) people.records.add({ data: {} });
  const headers = { authorization };
  const { body } = await mock.fetch(`${mock.baseUrl}collections/people/all`, { headers });
  const stored = () => mock.journal.entries({ path: "/collections/people/all" })[0]?.responseBody;
  expect(stored()).toBeUndefined();
  const reader = body?.getReader();
  const first = new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  expect(String(stored())).toStartWith(first.slice(0, 1_000));
});

test("/all shows the records of the moment of the request, whatever changes while it is read", async () => {
  const { mock, people: { records }, authorization, send } = await mockWithApp();
  for (let i = 0; i < 1_500; i++) records.add({ id: `r-${i}`, data: { i } });

  const headers = { authorization };
  const { body: stream } = await mock.fetch(`${mock.baseUrl}collections/people/all`, { headers });
  if (stream === null) throw new Error("no body");
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader.read()).value ?? "";
  await send("PATCH", "collections/people/r-1400", { data: { i: -1 } });
  await send("DELETE", "collections/people/r-1401");
  records.add({ id: "new", data: { i: 1_500 } });
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
  }
  const found: { data: { i: number } }[] = JSON.parse(text);
  expect(found.map(({ data }) => data.i)).toEqual(Array.from({ length: 1_500 }, (_, i) => i));
  expect(records.count()).toBe(1_500);
});
