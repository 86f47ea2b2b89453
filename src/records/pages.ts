import type { ClientContext } from "../client-context.ts";
import { isPage } from "./envelopes.ts";
import { sendJson } from "../http/json.ts";
import type { CallOptions, JsonObject, KinabaseRecord, RecordPage } from "../wire/types.ts";

/** Which records are meant. */
export interface RecordFilter {
  /** Only records updated after this time (D); whether the time itself counts is not known (A). */
  updatedAfter?: Date | string | undefined;
  /** Only records with a link to this service, or with `true` to any (D). */
  externalService?: string | true | undefined;
}

/** What a list of records takes. */
export interface ListOptions extends RecordFilter, CallOptions {
  /** How many records a page holds. Kinabase takes 1 to 300 (D). Default 300. */
  pageSize?: number | undefined;
  /** Whether records tell the lists they are in (D). Default `false`. */
  includeLists?: boolean | undefined;
}

/** What one page of records takes. */
export interface PageOptions extends ListOptions {
  /** Which page, from 0. Default 0. */
  pageIndex?: number | undefined;
}

/** One collection as the parts of the client see it. */
export interface CollectionContext {
  /** The parts that calls go through. */
  client: ClientContext;
  /** The path of the collection below the base URL, encoded. */
  path: string;
  /** Checks the `data` of records that were read. */
  checkRead(records: readonly KinabaseRecord<JsonObject>[]): Promise<void>;
  /** Checks `data` before it is sent. */
  checkWrite(data: unknown): Promise<void>;
}

const LARGEST_PAGE = 300;

/** The query of a filter. */
export function filterQuery(filter: RecordFilter): Record<string, string | boolean | undefined> {
  return {
    updatedAfter: isoTime("updatedAfter", filter.updatedAfter),
    externalService: filter.externalService,
  };
}

/** One page: `GET /collections/{c}` (D). */
export async function fetchPage(
  { client, path, checkRead }: CollectionContext,
  options: PageOptions = {},
): Promise<RecordPage<JsonObject>> {
  const { pageIndex, pageSize, includeLists } = options;
  expectWhole("pageIndex", pageIndex, 0);
  expectWhole("pageSize", pageSize, 1);
  const query = { pageIndex, pageSize, includeLists, ...filterQuery(options) };
  const answer = await sendJson(
    client,
    { method: "GET", path, query, idempotent: true },
    options,
  );
  const { body } = answer;
  if (!isPage(body)) throw answer.unexpected("but not with a page of records");
  await checkRead(body.records);
  return body;
}

/** All records, page by page; the next page is on its way while one is looked at. */
export async function* listRecords(
  context: CollectionContext,
  options: ListOptions = {},
): AsyncGenerator<KinabaseRecord<JsonObject>, void, undefined> {
  const { pageSize = LARGEST_PAGE, signal, ...rest } = options;
  // Ends the page that is read ahead when the caller breaks out.
  const over = new AbortController();
  const onAbort = () => over.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener("abort", onAbort, { once: true });
  const page = (pageIndex: number) => {
    const fetched = fetchPage(context, { ...rest, pageSize, pageIndex, signal: over.signal });
    // It is awaited later, or never when the caller breaks out.
    fetched.catch(() => {});
    return fetched;
  };
  try {
    let next: Promise<RecordPage<JsonObject>> | undefined = page(0);
    for (let index = 1, seen = 0; next !== undefined; index++) {
      const { records, totalRecords }: RecordPage<JsonObject> = await next;
      seen += records.length;
      next = records.length > 0 && seen < totalRecords ? page(index) : undefined;
      for (const record of records) {
        signal?.throwIfAborted();
        yield record;
      }
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
    over.abort();
  }
}

/** A time as the API takes it. */
function isoTime(name: string, time: Date | string | undefined): string | undefined {
  if (time === undefined) return undefined;
  const date = new Date(time);
  if (!Number.isNaN(date.getTime())) return typeof time === "string" ? time : date.toISOString();
  throw new TypeError(`${name}: expected a Date or an ISO 8601 text, got ${JSON.stringify(time)}`);
}

function expectWhole(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw new TypeError(`${name}: expected ${least}, ${least + 1}, …, got ${String(value)}`);
}
