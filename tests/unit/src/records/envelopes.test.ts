import { describe, expect, test } from "bun:test";
import {
  contradictionIn,
  isCollection,
  isIngestResponse,
  isPage,
  isRecord,
} from "../../../../src/records/envelopes.ts";

const record = { id: "1", data: {} };
const page = { records: [record], totalRecords: 1, pageIndex: 0, pageSize: 10 };
const counts = { totalRecords: 1, processedRecords: 1, failedRecords: 0 };

const NO_OBJECTS = [undefined, null, "text", 7, true, []];
const NO_COUNTS = [undefined, null, "1", -1, NaN, Infinity];

/** The value without one of its properties, and with each of some values for it. */
const spoiled = (value: object, name: string, values: readonly unknown[]) =>
  values.map((wrong) => ({ ...value, [name]: wrong }));

const { records: _, ...withoutRecords } = page;

for (
  const [what, is, good, bad] of [
    ["a record", isRecord, [record, { ...record, extra: 1 }], [
      ...NO_OBJECTS,
      ...spoiled(record, "id", [undefined, null, 1]),
      ...spoiled(record, "data", NO_OBJECTS),
    ]],
    ["a page", isPage, [page, { ...page, records: [] }, { ...page, totalRecords: 0 }], [
      ...NO_OBJECTS,
      withoutRecords,
      ...spoiled(page, "records", [undefined, null, {}, "text", [{}], [record, null]]),
      ...["totalRecords", "pageIndex", "pageSize"].flatMap((name) =>
        spoiled(page, name, NO_COUNTS)
      ),
    ]],
    ["a collection", isCollection, [{ id: "1" }, { id: "1", slug: "a" }], [
      ...NO_OBJECTS,
      {},
      { slug: "a" },
      { id: 1, slug: "a" },
      { id: "1", slug: 1 },
      { id: "1", slug: null },
    ]],
    ["the counts of an ingest", isIngestResponse, [
      counts,
      ...spoiled(counts, "errors", [undefined, null, [], [{ error: "No." }]]),
    ], [
      ...NO_OBJECTS,
      ...Object.keys(counts).flatMap((name) => spoiled(counts, name, NO_COUNTS)),
      ...spoiled(counts, "errors", ["text", {}, [null], [{}], [{ error: "No." }, { error: 1 }]]),
    ]],
  ] as const
) {
  test(`${what} is recognized, whatever else it is like`, () => {
    expect(good.filter((value) => !is(value))).toStrictEqual([]);
    expect(bad.filter((value) => is(value))).toStrictEqual([]);
  });
}

describe("what a successful response says against itself", () => {
  for (
    const [body, sent, contradiction] of [
      [undefined, 1, undefined],
      ["text", 1, undefined],
      [[{ error: "No." }], 1, undefined],
      [{}, 1, undefined],
      [{ success: true }, 1, undefined],
      [{ success: false }, 1, "success is false"],
      [{ error: "No.", success: false }, 1, "No."],
      [{ error: { code: 1 } }, 1, undefined],
      // The fields of a record are its own.
      [{ ...record, error: "No." }, 1, undefined],
      [{ processedRecords: 2 }, 2, undefined],
      [{ processedRecords: 1 }, 2, "processedRecords is 1, but 2 were sent"],
      [{ processedRecords: "1" }, 2, undefined],
      [{ processedRecords: 1, failedRecords: 0 }, 2, "processedRecords is 1, but 2 were sent"],
      [{ processedRecords: 1, failedRecords: 1 }, 2, "failedRecords is 1"],
      [{ failedRecords: 0 }, 1, undefined],
      [{ failedRecords: 1 }, 1, "failedRecords is 1"],
      [{ failedRecords: "1" }, 1, undefined],
      [{ errors: [] }, 1, undefined],
      [{ errors: "No." }, 1, undefined],
      [{ errors: [{ error: "No." }, { error: "Never." }] }, 1, "No."],
      [{ errors: [{ error: 1 }] }, 1, "it contains errors"],
      [{ errors: ["No."] }, 1, "it contains errors"],
      [{ errors: [null] }, 1, "it contains errors"],
    ] as const
  ) {
    test(`${JSON.stringify(body)} for ${sent}: ${contradiction ?? "nothing"}`, () => {
      expect(contradictionIn(body, sent)).toBe(contradiction);
    });
  }

  test("refers to one record unless more are given", () => {
    expect(contradictionIn({ processedRecords: 1 })).toBeUndefined();
    expect(contradictionIn({ processedRecords: 0 })).toBe(
      "processedRecords is 0, but 1 were sent",
    );
  });
});
