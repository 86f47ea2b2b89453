import { type Collection, type KinabaseRecord, NotFoundError } from "@kinakit/kinabase";

/** The copy of one collection. It can be in any database. */
export interface Copy {
  /** Adds records, or replaces those with the same ID. */
  save(records: readonly KinabaseRecord[]): Promise<void>;
  /** Removes a record. */
  remove(id: string): Promise<void>;
  /** Returns the IDs of all records. */
  ids(): Promise<string[]>;
  /** Returns the start time of the last complete run, in milliseconds since 1970. */
  watermark(): Promise<number | undefined>;
  /** Stores the start time of a complete run. */
  setWatermark(time: number): Promise<void>;
}

/** The result of a run. */
export interface SyncResult {
  /** How many records were saved. */
  saved: number;
  /** How many records were removed, because they were deleted in Kinabase. */
  removed: number;
  /** How many missing records are left for the next full compare. */
  left: number;
}

// The local clock and Kinabase's clock may differ. It is also not known whether `updatedAfter`
// includes records updated at exactly that time.
const OVERLAP_MS = 60_000;
const BATCH_SIZE = 300;

/** Each check is a request. Kinabase allows 100 requests a minute, and Workers limit requests too. */
const CHECKS_A_RUN = 200;

/**
 * Saves the records that were updated since the last run. It does not notice deletions.
 *
 * @param now The time before the first request, in milliseconds since 1970.
 */
export async function syncChanges(
  records: Pick<Collection, "list">,
  copy: Copy,
  now: number,
): Promise<SyncResult> {
  const watermark = await copy.watermark();
  const updatedAfter = watermark === undefined ? undefined : new Date(watermark - OVERLAP_MS);
  let saved = 0;
  for await (const batch of inBatches(records.list({ updatedAfter }))) {
    await copy.save(batch);
    saved += batch.length;
  }
  // Not the current time: records that were updated during this run must be fetched again.
  await copy.setWatermark(now);
  return { saved, removed: 0, left: 0 };
}

/**
 * Saves all records, and removes those that were deleted in Kinabase. A record is removed only after a
 * request for it returned 404: the stream may miss a record that changes while it is read.
 *
 * @param now The time before the first request, in milliseconds since 1970.
 * @throws {TruncatedError} If the collection has 100,000 records or more. Nothing is removed then.
 */
export async function compareAll(
  records: Pick<Collection, "stream" | "get">,
  copy: Copy,
  now: number,
): Promise<SyncResult> {
  // Before the stream, so that records that are added meanwhile are not among them.
  const missing = new Set(await copy.ids());
  const result = { saved: 0, removed: 0, left: 0 };
  for await (const batch of inBatches(records.stream())) {
    await copy.save(batch);
    result.saved += batch.length;
    for (const { id } of batch) missing.delete(id);
  }
  await copy.setWatermark(now);

  const checked = [...missing].slice(0, CHECKS_A_RUN);
  for (const id of checked) {
    const record = await find(records, id);
    if (record === undefined) {
      await copy.remove(id);
      result.removed += 1;
    } else {
      await copy.save([record]);
      result.saved += 1;
    }
  }
  result.left = missing.size - checked.length;
  return result;
}

async function find(
  records: Pick<Collection, "get">,
  id: string,
): Promise<KinabaseRecord | undefined> {
  try {
    return await records.get(id);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

async function* inBatches<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < BATCH_SIZE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
