import { describe, expect, test } from "bun:test";
import {
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
  describe(what, () => {
    test.each(good.map((value, i) => [i, value]))("value %i is %j", (_, value) => {
      expect(is(value)).toBe(true);
    });
    test.each(bad.map((value, i) => [i, value]))("value %i is not %j", (_, value) => {
      expect(is(value)).toBe(false);
    });
  });
}
