import type { CollectionState } from "../world/collections/collection.ts";
import type { Selection, StoredRecord } from "../world/collections/store.ts";

/** One page of the records of a collection. */
export interface RecordPage extends Selection {
  /** Its index, from 0. */
  readonly pageIndex: number;
  /** The number of pages, at least 1. */
  readonly pages: number;
}

/**
 * A page of the records that contain a text in an ID or a value, in the order of the collection.
 *
 * @param find The text; empty for all records.
 * @param wanted The index of the page. If there are fewer pages, the last one is returned.
 * @param size The number of records on a page.
 */
export function recordPage(
  collection: CollectionState,
  find: string,
  wanted: number,
  size: number,
): RecordPage {
  const found = find === "" ? undefined : matching(collection, find);
  const total = found?.length ?? collection.records.count();
  const pages = Math.max(1, Math.ceil(total / size));
  const pageIndex = Math.min(wanted, pages - 1);
  const from = pageIndex * size;
  const records = found?.slice(from, from + size) ?? collection.select({}, from, size).records;
  return { records, total, pageIndex, pages };
}

function matching(collection: CollectionState, find: string): StoredRecord[] {
  const text = find.toLowerCase();
  return collection.select({}, 0, Infinity).records.filter((record) => contains(record, text));
}

/** Fewer characters occur in most IDs. */
const SHORTEST_ID = 4;

function contains({ id, numericId, data, external }: StoredRecord, text: string): boolean {
  return (text.length >= SHORTEST_ID && id.toLowerCase().includes(text)) ||
    String(numericId) === text ||
    external.some((link) => link.id.toLowerCase().includes(text)) ||
    Object.values(data).some((value) =>
      (typeof value === "string" ? value : JSON.stringify(value)).toLowerCase().includes(text)
    );
}
