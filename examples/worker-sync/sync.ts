import type { Collection } from "@kinakit/kinabase";

/** What a sync needs of a KV namespace. */
export interface KeyValue {
  get(key: string): Promise<string | null>;
  put(key: string, value: string): Promise<void>;
}

/** How far syncing has come: the value of the key `sync`. */
interface State {
  /** When the last sync that came to its end had begun, in milliseconds since 1970. */
  watermark?: number;
  /** A sync that has not come to its end: when it began, and the page it goes on with. */
  underWay?: { startedAt: number; pageIndex: number };
}

/** What a run has done. */
export interface SyncResult {
  /** How many records were written to KV. */
  written: number;
  /** Whether all is there; if not, the next run goes on. */
  finished: boolean;
}

// The two clocks may differ, and whether `updatedAfter` includes its own instant is not known.
const OVERLAP_MS = 60_000;
const PAGE_SIZE = 300;
// KV permits 1,000 operations an invocation; each page takes 300, and a few more keep the state.
const PAGES_A_RUN = 3;

/**
 * Writes the records that were updated since the last sync to KV, each under `record:<ID>`.
 *
 * @param now The time in milliseconds, taken before anything is asked for.
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
      // Not the time now: what was updated while pages were read has to be seen again.
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
