import type { JsonResponse } from "../http/json-call.ts";
import { isObject } from "../support/is-object.ts";
import type { JsonObject, KinabaseRecord } from "../wire/types.ts";
import { type Batch, type Judged, unconfirmed } from "./batches.ts";
import { contradictionIn } from "./contradiction.ts";
import { isRecord } from "./envelopes.ts";
import { rangesOf } from "./ranges.ts";
import { comparableId } from "./record-ids.ts";
import type { FailedRange } from "./report.ts";

/** One batch that was written. */
export interface WrittenBatch<D = JsonObject> {
  /** The index of its first record in the caller's records. */
  from: number;
  /** The index after its last record. */
  to: number;
  /**
   * The records that the server returned, in the order they were sent. Absent when the response does not
   * contain them (A).
   */
  records?: KinabaseRecord<D>[] | undefined;
}

type OnBatch = ((batch: WrittenBatch) => void | Promise<void>) | undefined;

/**
 * Reads the response to a batch of new records. The batch counts as written unless the response contradicts it.
 *
 * @internal
 */
export function judgeCreated<T>(
  batch: Batch<T>,
  response: JsonResponse,
  onBatch: OnBatch,
): Judged {
  const { items } = batch;
  const contradiction = contradictionIn(response.body, items.length);
  if (contradiction !== undefined) return allUnknown(batch, response, contradiction);
  const listed = listedIn(response.body);
  if (listed !== undefined && listed.length !== items.length) {
    const what = `it lists ${listed.length} records, but ${items.length} were sent`;
    return allUnknown(batch, response, what);
  }
  const refused = listed?.map(isRefused) ?? [];
  const unknown = unknownWhere(
    refused,
    batch,
    response,
    "its entries do not show that they were added",
  );
  return unknown.length > 0 ? { unknown } : announced(batch, response, onBatch);
}

/**
 * Reads the response to a batch of changes or deletions. Records whose IDs are in the response count as
 * written. Without IDs the lengths must be equal.
 *
 * @internal
 */
export function judgeNamed<T>(
  batch: Batch<T>,
  response: JsonResponse,
  idOf: (item: T) => string,
): Judged {
  const { items } = batch;
  const contradiction = contradictionIn(response.body, items.length);
  if (contradiction !== undefined) return allUnknown(batch, response, contradiction);
  const listed = listedIn(response.body);
  if (listed === undefined) return {};
  const named = new Set<string>();
  for (const entry of listed) {
    const id = isObject(entry) ? entry["id"] : entry;
    if (typeof id === "string" && !isRefused(entry)) named.add(comparableId(id));
  }
  const unnamed = named.size === 0 && listed.length === items.length && !listed.some(isRefused);
  if (unnamed) return {};
  const missing = items.map((item) => !named.has(comparableId(idOf(item))));
  const unknown = unknownWhere(missing, batch, response, "it does not list their IDs");
  return unknown.length > 0 ? { unknown } : {};
}

/**
 * Passes a written batch to the caller's `onBatch`.
 *
 * @param idOf Returns the ID of a record that was sent, if it had one: the response may have another order.
 *
 * @internal
 */
export function announced<T>(
  { from, to, items }: Batch<T>,
  response: JsonResponse,
  onBatch: OnBatch,
  idOf?: (item: T) => string,
): Judged {
  const listed = (listedIn(response.body) ?? []).filter(isRecord);
  const byId = new Map(listed.map((record) => [comparableId(record.id), record]));
  const records = idOf === undefined
    ? listed
    : items.flatMap((item) => byId.get(comparableId(idOf(item))) ?? []);
  // With another length the records cannot be matched to those that were sent.
  const isComplete = records.length === items.length;
  return { announce: () => onBatch?.({ from, to, records: isComplete ? records : undefined }) };
}

/** Whether an entry of a list in a response shows that its record was not written. */
function isRefused(entry: unknown): boolean {
  if (!isObject(entry)) return typeof entry !== "string";
  return typeof entry["error"] === "string" || entry["success"] === false;
}

/** The records of a batch that are marked as unknown. */
function unknownWhere<T>(
  marks: boolean[],
  { from: first }: Batch<T>,
  response: JsonResponse,
  what: string,
): FailedRange[] {
  return rangesOf(marks).map(({ from, to }) =>
    unconfirmed({ from: first + from, to: first + to }, response, what)
  );
}

function allUnknown<T>(batch: Batch<T>, response: JsonResponse, what: string): Judged {
  return { unknown: [unconfirmed(batch, response, what)] };
}

/** Returns the list of written records or IDs in a response body, if there is one. */
function listedIn(body: unknown): unknown[] | undefined {
  if (Array.isArray(body)) return body;
  return listIn(body, "records") ?? listIn(body, "recordIds");
}

/** Returns a list in a response body, if there is one. */
function listIn(body: unknown, name: string): unknown[] | undefined {
  const list = isObject(body) ? body[name] : undefined;
  return Array.isArray(list) ? list : undefined;
}
