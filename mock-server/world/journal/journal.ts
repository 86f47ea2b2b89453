import * as z from "zod";
import { checked, expected, strict, withoutUndefined } from "../../support/check.ts";
import { formatValue } from "../../support/format-value.ts";
import { instant } from "../clock/instant.ts";
import { EntryQueue } from "./entry-queue.ts";
import type { JournalEntry, JournalRow } from "./journal-entry.ts";
import { incomplete, mismatch } from "./journal-expectation.ts";
import { type GivenHeaders, headersSize, storedHeaders } from "./journal-headers.ts";
import { checkedMatch, type JournalMatch, matchesEntry } from "./journal-match.ts";
import { StoredBody } from "./stored-body.ts";
import { type Arrival, entryOf, StoredEntry } from "./stored-entry.ts";

/** The limits of a journal. */
export interface JournalOptions {
  /** The maximum number of entries; the oldest are dropped. Default 1,000. */
  entries?: number | undefined;
  /** The maximum size of all entries, in characters; the oldest are dropped. Default 4,000,000. */
  bytes?: number | undefined;
  /** The maximum size of one stored body, in characters; 0 stores no bodies. Default 16,384. */
  bodyBytes?: number | undefined;
}

/** The requests that reached a tenant, oldest first. Secrets and tokens are not shown. */
export interface Journal {
  /**
   * Copies of the matching entries.
   *
   * @throws {TypeError} When the match is invalid. The message names what was expected.
   */
  entries(match?: JournalMatch): JournalEntry[];
  /**
   * The number of matching requests.
   *
   * @throws {JournalMismatch} When entries that might match were dropped, so that the number is not known.
   * @throws {TypeError} When the match is invalid. The message names what was expected.
   *
   * @example
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer();
   * mock.journal.count({ method: "POST", path: "/token" }); // 0
   * ```
   */
  count(match?: JournalMatch): number;
  /**
   * Expects a number of matching requests. The error lists the closest requests, and why they do not match.
   *
   * @param times The exact number. Default 1.
   * @throws {JournalMismatch} When the number differs, or when entries that might match were dropped.
   * @throws {TypeError} When an argument is invalid. The message names what was expected.
   *
   * @example
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer();
   * mock.journal.expect({ method: "POST", path: "/collections/*" }, 0);
   * ```
   */
  expect(match: JournalMatch, times?: number): void;
  /** How many entries were dropped to stay within the limits. */
  readonly dropped: number;
  /** Deletes all entries and resets `dropped`. */
  clear(): void;
}

/** What is known when a request ends. */
export type Outcome = Pick<JournalEntry, "status" | "duration" | "fault">;

/** An entry of a request in progress. */
export interface OpenEntry {
  /** Adds the outcome and the response headers. */
  end(outcome: Outcome, headers?: GivenHeaders): void;
  /** Adds the request body. */
  request(text: string): void;
  /** Adds the response body, or its beginning. */
  response(text: string): void;
  /** Copies the entry as it is now. */
  copy(): JournalEntry;
}

/** A journal that the mock's middleware can write to. */
export interface WritableJournal extends Journal {
  /** The maximum size of one stored body, in characters. */
  readonly bodyBytes: number;
  /** Grows with every change, so that a reader knows whether there is anything new. */
  readonly changes: number;
  /** Adds an entry for a request. */
  note(arrival: Arrival): OpenEntry;
  /** The entries themselves, oldest first, without what is computed. Do not change them. */
  rows(): JournalRow[];
  /** A copy of the entry with an ID. */
  entry(id: number): JournalEntry | undefined;
}

const BOUND = "0, 1, 2, …";

/**
 * The schema of the journal options.
 *
 * @internal
 */
export const journalOptions: z.ZodType<JournalOptions> = z.lazy(() => {
  const bound = z.int(expected(BOUND)).min(0, expected(BOUND)).optional();
  return strict({ entries: bound, bytes: bound, bodyBytes: bound });
});

const wrapped: z.ZodType<{ journal: JournalOptions }> = z.lazy(() =>
  z.object({ journal: journalOptions })
);

/**
 * Fills in the defaults.
 *
 * @throws {TypeError} When a limit is invalid. The message names it and what was expected.
 */
function boundsFrom(
  options: JournalOptions,
): { entries: number; bytes: number; bodyBytes: number } {
  const { journal } = checked(wrapped, withoutUndefined({ journal: options }), "journal");
  const { entries = 1_000, bytes = 4_000_000, bodyBytes = 16_384 } = journal;
  return { entries, bytes, bodyBytes };
}

/**
 * Creates an empty journal.
 *
 * @throws {TypeError} When an option is invalid. The message names it and what was expected.
 */
export function createJournal(options: JournalOptions = {}): WritableJournal {
  const bounds = boundsFrom(options);
  let stored = new EntryQueue();
  let size = 0;
  let dropped = 0;
  // When the newest of the dropped entries arrived.
  let newestDropped = -Infinity;
  let lastId = 0;
  let changes = 0;

  /** Counts what an entry has grown by, and drops the oldest entries beyond the limits. */
  function grow(of: StoredEntry, by: number): void {
    changes += 1;
    // An entry that was dropped or cleared meanwhile no longer counts.
    if (!of.isKept) return;
    size += by;
    while (stored.length > bounds.entries || size > bounds.bytes) {
      const oldest = stored.shift();
      if (oldest === undefined) break;
      oldest.isKept = false;
      size -= oldest.size;
      newestDropped = Math.max(newestDropped, oldest.at);
      dropped += 1;
    }
  }

  /** Adds a body. Returns `undefined` if bodies are not stored. */
  function body(of: StoredEntry, text: string): StoredBody | undefined {
    if (text === "" || bounds.bodyBytes === 0) return undefined;
    const length = Math.min(text.length, bounds.bodyBytes);
    of.size += length;
    grow(of, length);
    return new StoredBody(text, bounds.bodyBytes);
  }

  const matching = (match: JournalMatch = {}) => {
    const valid = checkedMatch(match);
    return stored.all().filter((entry) => matchesEntry(valid, entry));
  };

  /** A dropped entry may have matched, so a count without it could be wrong. */
  function expectComplete(call: string, { since }: JournalMatch = {}): void {
    if (dropped === 0 || (instant(since ?? -Infinity) ?? -Infinity) > newestDropped) return;
    throw incomplete(call, dropped);
  }

  return {
    bodyBytes: bounds.bodyBytes,
    entries: (match) => matching(match).map(entryOf),
    count(match) {
      const found = matching(match);
      expectComplete("count", match);
      return found.length;
    },
    expect(match = {}, times = 1) {
      if (!Number.isInteger(times) || times < 0) {
        throw new TypeError(`times: expected 0, 1, 2, …, got ${formatValue(times)}`);
      }
      const found = matching(match);
      expectComplete("expect", match);
      if (found.length !== times) throw mismatch(stored.all(), match, times);
    },
    get dropped() {
      return dropped;
    },
    get changes() {
      return changes;
    },
    clear() {
      changes += 1;
      for (const entry of stored.all()) entry.isKept = false;
      stored = new EntryQueue();
      size = dropped = 0;
      newestDropped = -Infinity;
    },
    rows: () => stored.all(),
    entry(id) {
      const found = stored.all().find((entry) => entry.id === id);
      return found && entryOf(found);
    },
    note(arrival) {
      const entry = new StoredEntry(++lastId, arrival);
      stored.push(entry);
      grow(entry, entry.size);
      return {
        end({ status, duration, fault }, headers) {
          entry.status = status;
          entry.duration = duration;
          entry.fault = fault;
          if (headers !== undefined) entry.received = storedHeaders(headers);
          const length = headersSize(entry.received ?? []);
          entry.size += length;
          grow(entry, length);
        },
        request: (text) => void (entry.request = body(entry, text)),
        response: (text) => void (entry.response = body(entry, text)),
        copy: () => entryOf(entry),
      };
    },
  };
}
