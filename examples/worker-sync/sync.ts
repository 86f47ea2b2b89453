import type { Collection } from "@kinakit/kinabase";

/** The methods of a KV namespace that a sync uses. */
export interface KeyValue {
  get(key: string): Promise<string | null>;
  put(key: string, value: string): Promise<void>;
}

/** The progress of the sync. It is stored under the key `sync`. */
interface State {
  /** The start time of the last complete sync, in milliseconds since 1970. */
  watermark?: number;
  /** An incomplete sync: its start time, and the page to continue with. */
  underWay?: { startedAt: number; pageIndex: number };
}

/** The result of a run. */
export interface SyncResult {
  /** How many records were written to KV. */
  written: number;
  /** Whether the sync is complete. If not, the next run continues. */
  finished: boolean;
}

// The local clock and Kinabase's clock may differ. It is also not known whether `updatedAfter`
// includes records updated at exactly that time.
const OVERLAP_MS = 60_000;
const PAGE_SIZE = 300;
// KV allows 1,000 operations in one invocation. Each page takes 300, and the state takes a few more.
const PAGES_A_RUN = 3;

/**
 * Writes the records that were updated since the last sync to KV, each under `record:<ID>`.
 *
 * @param now The time before the first request, in milliseconds since 1970.
 */
export async function sync(
  records: Pick<Collection, "page">,
  kv: KeyValue,
  now: number,
): Promise<SyncResult> {
  const { watermark, underWay = { startedAt: now, pageIndex: 0 } } = await readState(kv);
  const { startedAt } = underWay;
  const updatedAfter = watermark === undefined ? undefined : new Date(watermark - OVERLAP_MS);
  let written = 0;
  let pageIndex = underWay.pageIndex;
  for (let pages = 0; pages < PAGES_A_RUN; pages++) {
    const page = await records.page({ pageIndex, pageSize: PAGE_SIZE, updatedAfter });
    await Promise.all(
      page.records.map((record) => kv.put(`record:${record.id}`, JSON.stringify(record))),
    );
    written += page.records.length;
    pageIndex += 1;
    if (pageIndex * PAGE_SIZE >= page.totalRecords) {
      // Not the current time: records that were updated during this sync must be fetched again.
      await writeState(kv, { watermark: startedAt });
      return { written, finished: true };
    }
  }
  await writeState(kv, {
    ...(watermark === undefined ? {} : { watermark }),
    underWay: { startedAt, pageIndex },
  });
  return { written, finished: false };
}

async function readState(kv: KeyValue): Promise<State> {
  const text = await kv.get("sync");
  return text === null ? {} : JSON.parse(text);
}

async function writeState(kv: KeyValue, state: State): Promise<void> {
  await kv.put("sync", JSON.stringify(state));
}
