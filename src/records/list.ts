import { withStackOfCall } from "../errors/stack-of-call.ts";
import { BadRequestError, UnexpectedResponseError } from "../errors/errors.ts";
import { onAbort } from "../http/abort.ts";
import { type CallOptions, checkCall } from "../http/call-options.ts";
import {
  anyValue,
  type ChecksOf,
  expectBoolean,
  expectDuration,
  expectPositive,
} from "../support/option-checks.ts";
import type { JsonObject, KinabaseRecord, RecordPage } from "../wire/types.ts";
import type { CollectionContext } from "./collection-context.ts";
import { fetchPageOfList, pageExists, type PageOptions } from "./page.ts";
import { filterQuery } from "./record-filter.ts";

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
const LIST_OPTIONS: ChecksOf<ListOptions, keyof CallOptions> = {
  pageSize: expectPositive,
  includeLists: expectBoolean,
  updatedAfter: anyValue,
  externalService: anyValue,
  pageTimeout: expectDuration,
};

/**
 * Yields all records, page by page, and requests the next page while one is processed.
 *
 * @internal
 */
export function listRecords(
  context: CollectionContext,
  options: ListOptions = {},
): AsyncIterable<KinabaseRecord<JsonObject>> {
  checkCall(options, LIST_OPTIONS);
  filterQuery(options);
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
  // Aborts the request of the next page when the caller leaves the loop.
  const over = new AbortController();
  signal?.throwIfAborted();
  const watched: ListOptions = { ...rest, pageSize, timeout, signal: over.signal };
  const whole = client.openDeadline(watched, LIST_OPTIONS);
  const fetchOne = (pageIndex: number) =>
    fetchPageOfList(
      context,
      { ...rest, pageSize, pageIndex },
      whole.within(pageTimeout, "page"),
    );
  const fetchAt = (pageIndex: number) => {
    const fetched = pageOrLast(pageIndex, fetchOne);
    // It is awaited later, or never if the caller leaves the loop.
    fetched.catch(() => {});
    return fetched;
  };
  const reader = createListReader();
  const stopListening = signal && onAbort(signal, () => over.abort(signal.reason));
  try {
    let next: Promise<RecordPage<JsonObject>> | undefined = fetchAt(0);
    while (next !== undefined) {
      const records = reader.read(await next);
      const wanted = reader.next();
      next = wanted === undefined ? undefined : fetchAt(wanted);
      for (const record of records) {
        signal?.throwIfAborted();
        yield record;
      }
    }
    reader.end();
  } catch (error) {
    throw withStackOfCall(error, signal?.aborted ?? false);
  } finally {
    stopListening?.();
    over.abort();
  }
}

/**
 * Fetches a page. If the server refuses it, as it may do with a page after the last one (A), the result is an
 * earlier page whose total proves that this page does not exist.
 *
 * @throws {BadRequestError} When the server refuses a page that exists.
 */
async function pageOrLast(
  index: number,
  fetch: (index: number) => Promise<RecordPage<JsonObject>>,
): Promise<RecordPage<JsonObject>> {
  let refused: BadRequestError | undefined;
  for (let wanted = index;;) {
    try {
      const page = await fetch(wanted);
      if (refused !== undefined && pageExists(index, page)) throw refused;
      return page;
    } catch (error) {
      if (!(error instanceof BadRequestError) || wanted === 0 || error === refused) throw error;
      refused ??= error;
      // Most often the list has lost one page.
      wanted = wanted === index ? index - 1 : Math.floor(wanted / 2);
    }
  }
}

/**
 * Follows a list through its pages while records are added, updated and deleted.
 *
 * @internal
 */
export interface ListReader {
  /**
   * Reads a page, and returns those of its records that were not returned before.
   *
   * @throws {UnexpectedResponseError} When records may be missing.
   */
  read(page: RecordPage<JsonObject>): KinabaseRecord<JsonObject>[];
  /** The index of the next page; `undefined` at the end. */
  next(): number | undefined;
  /**
   * Checks that no record is missing. Call it after the last page.
   *
   * @throws {UnexpectedResponseError} When records are missing.
   */
  end(): void;
}

// Enough to recognize all records of most lists. It takes about 10 MB.
const REMEMBERED = 100_000;
// Limits, so that a server with contradictory pages and totals cannot keep the client reading forever.
const MOST_EMPTY_PAGES = 3;
const MOST_FRUITLESS_PAGES = 1_000;

/**
 * Creates the reader of one list. Pages are cut by position: when records on earlier pages are deleted,
 * the later records move forward. So when the total decreases, the reader steps back by the difference
 * and skips the records that it has already returned.
 *
 * Records can also move without a change of the total: if the list is in order of update time, a record
 * moves to its end when it is updated (A). So at the end the reader counts, and if it returned fewer
 * records than there are, it reads the list again and returns those that it missed.
 *
 * @param remembered How many IDs of returned records it remembers.
 *
 * @internal
 */
export function createListReader(remembered: number = REMEMBERED): ListReader {
  // The IDs of returned records, oldest first, and how many were returned in all.
  const given = new Set<string>();
  let found = 0;
  // Never forgotten: when records move to the end of a list, those of its first page come again first.
  let firstPage: ReadonlySet<string> = new Set();
  // The position of the next record to read in the server's list.
  let position = 0;
  let total: number | undefined;
  let size = 1;
  let missing = 0;
  // By how much the total decreased in all.
  let deleted = 0;
  // After a step back the next page must contain a record that was returned before.
  let seeksOverlap = false;
  // Whether records moved without a change of the total.
  let moved = false;
  // The number of added records, which may have moved known records to later pages.
  let movedBy = 0;
  // The passes through the list, and the new records of this pass: on all pages, and on the first one.
  let passes = 1;
  let foundInPass = 0;
  let foundFirst = 0;
  // Consecutive pages without records, and without new records.
  let emptyPages = 0;
  let fruitlessPages = 0;
  let fruitfulPages = 0;
  // The IDs on the page before, as text.
  let previous = "";

  const isForgetful = () => given.size < found;
  /** Whether records that exist were certainly or possibly not returned. */
  const lacks = () => total !== undefined && Math.max(0, found - deleted) < total;

  function remember(id: string): void {
    given.add(id);
    found += 1;
    if (given.size <= remembered) return;
    const [oldest] = given;
    if (oldest !== undefined) given.delete(oldest);
  }

  function fail(what: string): never {
    throw new UnexpectedResponseError(`The list is incomplete: ${what}`, {
      status: 200,
      remedy:
        "Read the list again, or use stream(). A list is not a snapshot: changes during the list " +
        "can hide records.",
    });
  }

  /** Starts another pass through the list, to find the records that moved past the reader. */
  function startAgain(): void {
    position = 0;
    passes += 1;
    foundInPass = 0;
    foundFirst = 0;
    previous = "";
  }

  return {
    read({ pageIndex: index, pageSize, totalRecords, records }) {
      size = Math.max(1, pageSize);
      const start = index * size;
      const before = total ?? totalRecords;
      movedBy += Math.max(0, totalRecords - before);
      total = totalRecords;
      const shrunkBy = Math.max(0, before - total);
      deleted += shrunkBy;
      if (shrunkBy > 0 && position > 0) {
        position = Math.max(0, position - shrunkBy);
        seeksOverlap = position > 0;
      }
      // Another pass may find nothing on as many pages as the first one read.
      const most = MOST_FRUITLESS_PAGES + (passes > 1 ? fruitfulPages : 0);
      if (++fruitlessPages > most) fail(`${most} consecutive pages had no new record`);
      // This page was requested ahead, and the list has stepped back since.
      if (position < start) return [];
      emptyPages = records.length === 0 ? emptyPages + 1 : 0;
      if (emptyPages > MOST_EMPTY_PAGES && start < total) {
        fail(`${emptyPages} consecutive pages are empty, but the total is ${total} records`);
      }
      const fresh = records.filter(({ id }) => !given.has(id) && !firstPage.has(id));
      const overlaps = fresh.length < records.length;
      if (seeksOverlap && !overlaps && start > 0) {
        // A page further back must contain a known record.
        position = Math.max(0, start - size);
        return [];
      }
      if (seeksOverlap && !overlaps && isForgetful()) {
        fail("too many records were deleted during the list to find the position again");
      }
      const ids = records.map(({ id }) => id).join();
      const hasMoved = overlaps && !seeksOverlap && movedBy === 0;
      const isKnown = hasMoved && fresh.length === 0;
      // If the list became shorter, this can be its last page again.
      if (isKnown && ids === previous && shrunkBy === 0) {
        fail(`page ${index} repeats records of earlier pages`);
      }
      if (overlaps && fresh.length === 0 && !seeksOverlap) {
        movedBy = Math.max(0, movedBy - records.length);
      }
      previous = ids;
      moved ||= hasMoved;
      seeksOverlap = false;
      if (firstPage.size === 0) firstPage = new Set(records.map(({ id }) => id));
      if (fresh.length > 0) {
        fruitlessPages = 0;
        fruitfulPages += 1;
        foundInPass += fresh.length;
        if (start === 0) foundFirst += fresh.length;
      }
      fresh.forEach(({ id }) => remember(id));
      const expected = Math.max(0, Math.min(size, total - start));
      missing += Math.max(0, expected - records.length);
      position = start + Math.max(expected, records.length);
      // What follows was updated in the loop. What was missed is at the start.
      if (isKnown && foundFirst > 0 && lacks() && !isForgetful()) startAgain();
      return fresh;
    },
    next() {
      if (total === undefined) return 0;
      const isAtEnd = position >= total && !seeksOverlap;
      if (!isAtEnd) return Math.floor(position / size);
      if (missing > 0 || !lacks() || isForgetful() || foundInPass === 0) return undefined;
      startAgain();
      return 0;
    },
    end() {
      if (missing > 0) fail(`${missing} of ${total} records were missing from the pages`);
      if (total !== undefined && found < total) {
        fail(`${total - found} of ${total} records were on no page`);
      }
      if (moved && isForgetful()) {
        fail("records moved during the list, and it is too long to say which");
      }
    },
  };
}
