import { checkCall, expectDuration } from "../check-options.ts";
import { UnexpectedResponseError } from "../errors/errors.ts";
import { onAbort } from "../http/abort.ts";
import { keepNewest } from "../support/keep-newest.ts";
import type { JsonObject, KinabaseRecord, RecordPage } from "../wire/types.ts";
import type { CollectionContext } from "./collection-context.ts";
import { fetchPage, PAGE_OPTIONS, type PageOptions } from "./page.ts";

/** The options of a list of records. */
export interface ListOptions extends Omit<PageOptions, "pageIndex"> {
  /** The number of records per page: 1 to 300 (D). Default 300. */
  pageSize?: number | undefined;
  /**
   * The timeout of one page, including waits and retries, in milliseconds. Default: the client's `timeout`.
   * To limit the whole list, set `timeout`; that includes the time you spend between two records.
   */
  pageTimeout?: number | undefined;
}

const LARGEST_PAGE = 300;
const LIST_OPTIONS = [...PAGE_OPTIONS.filter((name) => name !== "pageIndex"), "pageTimeout"];

/** Yields all records, page by page, and requests the next page while one is processed. */
export function listRecords(
  context: CollectionContext,
  options: ListOptions = {},
): AsyncIterable<KinabaseRecord<JsonObject>> {
  checkCall(options, LIST_OPTIONS);
  // Each loop starts a new list.
  return { [Symbol.asyncIterator]: () => iterate(context, options) };
}

async function* iterate(
  context: CollectionContext,
  options: ListOptions,
): AsyncGenerator<KinabaseRecord<JsonObject>, void, undefined> {
  const { client } = context;
  const { pageSize = LARGEST_PAGE, pageTimeout = client.timeout, signal, timeout, ...rest } =
    options;
  expectDuration("pageTimeout", pageTimeout);
  // Aborts the request of the next page when the caller leaves the loop.
  const over = new AbortController();
  signal?.throwIfAborted();
  const stopListening = signal && onAbort(signal, () => over.abort(signal.reason));
  const watched: ListOptions = { ...rest, pageSize, timeout, signal: over.signal };
  const whole = client.openDeadline(watched, LIST_OPTIONS);
  const fetchAt = (pageIndex: number) => {
    const deadline = whole.within(pageTimeout, "page");
    const fetched = fetchPage(context, { ...rest, pageSize, pageIndex }, deadline);
    // It is awaited later, or never if the caller leaves the loop.
    fetched.catch(() => {});
    return fetched;
  };
  const reader = createListReader();
  try {
    let next: { index: number; page: Promise<RecordPage<JsonObject>> } | undefined = {
      index: 0,
      page: fetchAt(0),
    };
    while (next !== undefined) {
      const { index, page } = next;
      const records = reader.read(index, await page);
      const wanted = reader.next();
      next = wanted === undefined ? undefined : { index: wanted, page: fetchAt(wanted) };
      for (const record of records) {
        signal?.throwIfAborted();
        yield record;
      }
    }
    reader.end();
  } finally {
    stopListening?.();
    over.abort();
  }
}

/** Follows a list through its pages while records are added and deleted. */
export interface ListReader {
  /**
   * Reads a page, and returns those of its records that were not returned before.
   *
   * @throws {UnexpectedResponseError} When records may be missing.
   */
  read(index: number, page: RecordPage<JsonObject>): KinabaseRecord<JsonObject>[];
  /** The index of the next page; `undefined` at the end. */
  next(): number | undefined;
  /**
   * Checks that no record is missing. Call it after the last page.
   *
   * @throws {UnexpectedResponseError} When pages had fewer records than expected.
   */
  end(): void;
}

// Enough to recognize records when a list steps back by some pages.
const REMEMBERED = 10_000;
// Limits, so that a server with contradictory pages and totals cannot keep the client reading forever.
const MOST_EMPTY_PAGES = 3;
const MOST_FRUITLESS_PAGES = 1_000;

/**
 * Creates the reader of one list. Pages are cut by position: when records on earlier pages are deleted,
 * the later records move forward. So when the total decreases, the reader steps back by the difference
 * and skips the records that it has already returned.
 */
export function createListReader(): ListReader {
  // The IDs of returned records, oldest first, and whether some were dropped.
  const given = new Set<string>();
  let forgotten = false;
  // The position of the next record to read in the server's list.
  let position = 0;
  let total: number | undefined;
  let size = 1;
  let missing = 0;
  // After a step back the next page must contain a record that was returned before.
  let seeksOverlap = false;
  // Consecutive pages without records, and without new records.
  let emptyPages = 0;
  let fruitlessPages = 0;
  // The number of added records, which may have moved known records to later pages.
  let movedBy = 0;

  function remember(id: string): void {
    given.add(id);
    forgotten ||= given.size > REMEMBERED;
    keepNewest(given, REMEMBERED);
  }

  function fail(what: string): never {
    throw new UnexpectedResponseError(`The list is incomplete: ${what}`, {
      status: 200,
      remedy:
        "Read the list again, or use stream(). A list is not a snapshot: changes during the list " +
        "can hide records.",
    });
  }

  return {
    read(index, page) {
      size = Math.max(1, page.pageSize);
      const start = index * size;
      const before = total ?? page.totalRecords;
      movedBy += Math.max(0, page.totalRecords - before);
      total = page.totalRecords;
      const shrunkBy = Math.max(0, before - total);
      if (shrunkBy > 0) {
        position = Math.max(0, position - shrunkBy);
        seeksOverlap = position > 0;
      }
      if (++fruitlessPages > MOST_FRUITLESS_PAGES) {
        fail(`${MOST_FRUITLESS_PAGES} consecutive pages had no new record`);
      }
      // This page was requested ahead, and the list has stepped back since.
      if (position < start) return [];
      emptyPages = page.records.length === 0 ? emptyPages + 1 : 0;
      if (emptyPages > MOST_EMPTY_PAGES && start < total) {
        fail(`${emptyPages} consecutive pages are empty, but the total is ${total} records`);
      }
      const fresh = page.records.filter(({ id }) => !given.has(id));
      const overlaps = fresh.length < page.records.length;
      if (seeksOverlap && !overlaps && start > 0) {
        // A page further back must contain a known record.
        position = Math.max(0, start - size);
        return [];
      }
      if (seeksOverlap && !overlaps && forgotten) {
        fail("too many records were deleted during the list to find the position again");
      }
      if (overlaps && fresh.length === 0 && !seeksOverlap) {
        if (movedBy === 0) fail(`page ${index} repeats records of earlier pages`);
        movedBy = Math.max(0, movedBy - page.records.length);
      }
      seeksOverlap = false;
      if (fresh.length > 0) fruitlessPages = 0;
      fresh.forEach(({ id }) => remember(id));
      const expected = Math.max(0, Math.min(size, total - start));
      missing += Math.max(0, expected - page.records.length);
      position = start + Math.max(expected, page.records.length);
      return fresh;
    },
    next() {
      if (total === undefined) return 0;
      return position < total || seeksOverlap ? Math.floor(position / size) : undefined;
    },
    end() {
      if (missing > 0) fail(`${missing} of ${total} records were missing from the pages`);
    },
  };
}
