import {
  BadRequestError,
  type Client,
  type Collection,
  type KinabaseRecord,
  NetworkError,
  type RecordFilter,
  TimeoutError,
} from "../../mod.ts";

/** The most records that one response has (D). */
const STREAM_LIMIT = 100_000;

/**
 * Yields all records, as they arrive in one response if there are not too many, else page by page. If the response
 * ends early, the other records come page by page.
 */
export async function* allRecords(
  client: Client,
  collection: string,
  filter: RecordFilter,
  signal: AbortSignal | undefined,
): AsyncGenerator<KinabaseRecord, void, undefined> {
  const records: Collection = client.collection(collection);
  const { totalRecords } = await records.page({ ...filter, pageSize: 1, signal });
  // The stream has at most as many as fit into memory.
  const given = new Set<string>();
  if (totalRecords < STREAM_LIMIT) {
    try {
      for await (const record of records.stream({ ...filter, signal })) {
        given.add(record.id);
        yield record;
      }
      return;
    } catch (error) {
      if (!isCutOff(error, given.size)) throw error;
    }
  }
  for await (const record of records.list({ ...filter, signal })) {
    if (!given.has(record.id)) yield record;
  }
}

/** Whether the rest can be read page by page: the response was cut off, or the deployment allows only shorter ones. */
function isCutOff(error: unknown, records: number): boolean {
  if (error instanceof NetworkError || error instanceof TimeoutError) return true;
  return error instanceof BadRequestError && records === 0;
}
