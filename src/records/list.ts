import { expectDuration } from "../check-options.ts";
import { UnexpectedResponseError } from "../errors/errors.ts";
import { onAbort } from "../http/abort.ts";
import type { JsonObject, KinabaseRecord, RecordPage } from "../wire/types.ts";
import type { CollectionContext } from "./collection-context.ts";
import { fetchPage, PAGE_OPTIONS, type PageOptions } from "./pages.ts";

/** What a list of records takes. */
export interface ListOptions extends Omit<PageOptions, "pageIndex"> {
  /** How many records a page holds. Kinabase takes 1 to 300 (D). Default 300. */
  pageSize?: number | undefined;
  /**
   * How long one page may take, its waits and retries included, in milliseconds. Default: the client's
   * `timeout`. For a limit on the whole list use `timeout`; the time that the caller spends between two
   * records counts for that one.
   */
  pageTimeout?: number | undefined;
}

const LARGEST_PAGE = 300;
const LIST_OPTIONS = [...PAGE_OPTIONS.filter((name) => name !== "pageIndex"), "pageTimeout"];

/** All records, page by page; the next page is on its way while one is looked at. */
export function listRecords(
  context: CollectionContext,
  options: ListOptions = {},
): AsyncIterable<KinabaseRecord<JsonObject>> {
  // A second loop starts again.
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
  // Ends the page that is read ahead when the caller breaks out.
  const over = new AbortController();
  signal?.throwIfAborted();
  const stopListening = signal && onAbort(signal, () => over.abort(signal.reason));
  const watched: ListOptions = { ...rest, pageSize, timeout, signal: over.signal };
  const whole = client.openDeadline(watched, LIST_OPTIONS);
  const fetchAt = (pageIndex: number) => {
    const deadline = whole.within(pageTimeout, "page");
    const fetched = fetchPage(context, { ...rest, pageSize, pageIndex }, deadline);
    // It is awaited later, or never when the caller breaks out.
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
   * Takes a page, and gives the records of it that were not given before.
   *
   * @throws {UnexpectedResponseError} When records may be missing.
   */
  read(index: number, page: RecordPage<JsonObject>): KinabaseRecord<JsonObject>[];
  /** The index of the next page; nothing at the end. */
  next(): number | undefined;
  /**
   * Checks that nothing is missing, once the last records were given.
   *
   * @throws {UnexpectedResponseError} When the list ended before all its records were there.
   */
  end(): void;
}

// Some pages' worth: enough to recognize the records around a place to which a list steps back.
const REMEMBERED = 10_000;
// A server whose pages and totals contradict each other must not keep the client reading forever.
const MOST_EMPTY_PAGES = 3;
const MOST_FRUITLESS_PAGES = 1_000;

/**
 * Makes the reader of one list. Pages are cut by position, so when records before the next page are
 * deleted, those after them move up: where the total has become smaller, it steps back by as many
 * records, and leaves out those it has already given.
 */
export function createListReader(): ListReader {
  // Records by their IDs, oldest first, and whether some were forgotten.
  const given = new Set<string>();
  let forgotten = false;
  // How many records the server has before the next one to read.
  let position = 0;
  let total: number | undefined;
  let size = 1;
  let missing = 0;
  // Whether the last step was back, so that the page must show a record that was given before.
  let seeksOverlap = false;
  // Pages in a row without a record, and without a new one.
  let emptyPages = 0;
  let fruitlessPages = 0;
  // How many records were added, and so may have moved those that were read onto later pages.
  let movedBy = 0;

  function remember(id: string): void {
    given.add(id);
    if (given.size <= REMEMBERED) return;
    const [oldest] = given;
    if (oldest !== undefined) given.delete(oldest);
    forgotten = true;
  }

  function fail(what: string): never {
    throw new UnexpectedResponseError(`The list is incomplete: ${what}`, {
      status: 200,
      remedy: "Read it again, or use stream(). A list is no snapshot: it follows changes only as " +
        "far as pages show them.",
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
      if (shrunkBy > 0 && position > 0) {
        position = Math.max(0, position - shrunkBy);
        seeksOverlap = position > 0;
      }
      if (++fruitlessPages > MOST_FRUITLESS_PAGES) {
        fail(`${MOST_FRUITLESS_PAGES} pages in a row held no new record`);
      }
      // Read ahead from a place that is no longer the next one.
      if (position < start) return [];
      emptyPages = page.records.length === 0 ? emptyPages + 1 : 0;
      if (emptyPages > MOST_EMPTY_PAGES && start < total) {
        fail(`${emptyPages} pages in a row are empty, although there are ${total} records`);
      }
      const fresh = page.records.filter(({ id }) => !given.has(id));
      const overlaps = fresh.length < page.records.length;
      if (seeksOverlap && !overlaps && start > 0) {
        // Further back there must be one that is known.
        position = Math.max(0, start - size);
        return [];
      }
      if (seeksOverlap && !overlaps && forgotten) {
        fail("records were deleted while it was read, and its place in it is lost");
      }
      if (overlaps && fresh.length === 0 && !seeksOverlap) {
        if (movedBy === 0) fail(`page ${index} repeats records of the pages before it`);
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
      if (missing > 0) fail(`${missing} of ${total} records were in none of its pages`);
    },
  };
}
