import type { Client, KinabaseRecord } from "../../mod.ts";

const LARGEST_PAGE = 300;

/**
 * Yields the first records of a collection. Up to 300 take one request. More are read page by page, where the next
 * page is requested before it is known whether it is needed.
 *
 * @param most How many at most.
 */
export async function* firstRecords(
  client: Client,
  collection: string,
  most: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<KinabaseRecord, void, undefined> {
  const records = client.collection(collection);
  if (most <= LARGEST_PAGE) {
    yield* (await records.page({ pageSize: most, signal })).records;
    return;
  }
  let count = 0;
  for await (const record of records.list({ signal })) {
    yield record;
    count += 1;
    if (count >= most) return;
  }
}
