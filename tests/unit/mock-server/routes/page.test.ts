import { describe, expect, test } from "bun:test";
import { mockWithApp } from "../mock-with-app.ts";

describe("a page", () => {
  async function started(options: Parameters<typeof mockWithApp>[0] = {}, count = 5) {
    const of = await mockWithApp(options);
    for (let i = 0; i < count; i++) of.people.records.add({ data: { i } });
    const page = async (query: string) => {
      const { status, body } = await of.send("GET", `collections/people?${query}`);
      if (status !== 200) return { status, error: body.error };
      const { records, ...rest } = body;
      return { ...rest, records: records.map(({ data }: { data: { i: number } }) => data.i) };
    };
    return { ...of, page };
  }

  test("has ten records unless the limit is smaller", async () => {
    const { page } = await started({}, 11);
    expect(await page("")).toMatchObject({ pageSize: 10, totalRecords: 11, pageIndex: 0 });
    const { page: small } = await started({ limits: { pageSize: 3 } });
    expect(await small("")).toEqual({
      pageSize: 3,
      totalRecords: 5,
      pageIndex: 0,
      records: [0, 1, 2],
    });
  });

  test("as large as the limit is accepted, and a larger one is refused with both numbers", async () => {
    const { page } = await started({ limits: { pageSize: 3 } });
    expect(await page("pageSize=3")).toMatchObject({ pageSize: 3 });
    expect(await page("pageSize=4")).toEqual({
      status: 400,
      error: "pageSize must be at most 3, got 4. Request several pages.",
    });
  });

  test("after the last one is empty by default", async () => {
    const { page } = await started();
    expect(await page("pageSize=2&pageIndex=2")).toMatchObject({ records: [4] });
    expect(await page("pageSize=2&pageIndex=3"))
      .toEqual({ records: [], totalRecords: 5, pageIndex: 3, pageSize: 2 });
  });

  test("after the last one can be the last one again", async () => {
    const { page } = await started({ behaviors: { "list.beyond-end": "repeat" } });
    for (const index of [2, 3, 9]) {
      expect(await page(`pageSize=2&pageIndex=${index}`))
        .toEqual({ records: [4], totalRecords: 5, pageIndex: 2, pageSize: 2 });
    }
    expect(await page("pageSize=5&pageIndex=1")).toMatchObject({ pageIndex: 0 });
  });

  test("after the last one can be refused, with the last index", async () => {
    const { page } = await started({ behaviors: { "list.beyond-end": "400" } });
    expect(await page("pageSize=2&pageIndex=2")).toMatchObject({ records: [4] });
    expect(await page("pageSize=2&pageIndex=3")).toEqual({
      status: 400,
      error: "pageIndex 3 is beyond the last page, 2.",
    });
    const { page: empty } = await started({ behaviors: { "list.beyond-end": "400" } }, 0);
    expect(await empty("pageIndex=0")).toMatchObject({ records: [] });
    expect(await empty("pageIndex=1")).toEqual({
      status: 400,
      error: "pageIndex 1 is beyond the last page, 0.",
    });
  });

  test("has the lists of each record only if they are wanted", async () => {
    const { send } = await started({}, 1);
    const record = async (query: string) =>
      (await send("GET", `collections/people${query}`)).body.records[0];
    expect(await record("?includeLists=true")).toHaveProperty("lists", []);
    expect(await record("?includeLists=false")).not.toHaveProperty("lists");
    expect(await record("")).not.toHaveProperty("lists");
  });
});
