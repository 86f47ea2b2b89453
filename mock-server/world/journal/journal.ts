import * as z from "zod";
import type { JsonValue } from "../../../src/wire/types.ts";
import { checked, expected, strict, withoutUndefined } from "../../support/check.ts";
import { formatValue } from "../../support/format-value.ts";
import { instant } from "../clock/instant.ts";
import { failureReason } from "./failure-reason.ts";
import type { JournalEntry, JournalRow } from "./journal-entry.ts";
import { incomplete, mismatch } from "./journal-expectation.ts";
import { headersSize, shownHeaders, type StoredHeaders, storedHeaders } from "./journal-headers.ts";
import { type JournalMatch, journalMatch, matchesEntry } from "./journal-match.ts";
import { looselyRedacted, redactedBody, redactedText } from "../../support/redacted.ts";

/** The limits of a journal. */
export interface JournalOptions {
  /** The maximum number of entries; the oldest are dropped. Default 1,000. */
  entries?: number | undefined;
  /** The maximum size of all entries, in characters; the oldest are dropped. Default 4,000,000. */
  bytes?: number | undefined;
  /** The maximum size of one stored body, in characters; 0 stores no bodies. Default 16,384. */
  bodyBytes?: number | undefined;
}

/** The requests that reached a tenant, oldest first. Secrets and tokens are not stored. */
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

/** What is known when a request arrives. */
export type Arrival = Pick<JournalEntry, "at" | "method" | "path" | "appId"> & {
  query?: string;
  headers?: Headers;
};

/** What is known when a request ends. */
export type Outcome = Pick<JournalEntry, "status" | "duration" | "fault">;

/** An entry of a request in progress. */
export interface OpenEntry {
  /** Adds the outcome and the response headers. */
  end(outcome: Outcome, headers?: Headers): void;
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
  /** Adds an entry for a request. */
  note(arrival: Arrival): OpenEntry;
  /** The entries themselves, oldest first, without what is computed. Do not change them. */
  rows(): JournalRow[];
  /** A copy of the entry with an ID. */
  entry(id: number): JournalEntry | undefined;
}

// Wrapped, so that errors name the argument.
const given: z.ZodType<{ match: JournalMatch }> = z.lazy(() => z.object({ match: journalMatch }));

type MutableRow = { -readonly [K in keyof JournalRow]: JournalRow[K] };

interface StoredEntry {
  row: MutableRow;
  request: StoredHeaders;
  response?: StoredHeaders;
  size: number;
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
  let stored: StoredEntry[] = [];
  let size = 0;
  let dropped = 0;
  // When the newest of the dropped entries arrived.
  let newestDropped = -Infinity;
  let lastId = 0;

  function grow(of: StoredEntry, by: number): void {
    of.size += by;
    // An entry that was dropped or cleared meanwhile no longer counts.
    if (!stored.includes(of)) return;
    size += by;
    let excess = 0;
    while (stored.length - excess > bounds.entries || size > bounds.bytes) {
      const oldest = stored[excess];
      if (oldest === undefined) break;
      size -= oldest.size;
      newestDropped = Math.max(newestDropped, oldest.row.at);
      excess += 1;
    }
    stored.splice(0, excess);
    dropped += excess;
  }

  /** A body as the journal stores it. */
  function shortened(text: string): JsonValue {
    if (text.length <= bounds.bodyBytes) return redactedBody(text);
    // Even part of a secret must not be stored, so the beginning is redacted as well.
    return `${looselyRedacted(withoutCutWord(text.slice(0, bounds.bodyBytes)))}…`;
  }

  const rows = () => stored.map(({ row }) => row);
  const matching = (match: JournalMatch = {}) => {
    const valid = checked(given, { match }, "match");
    return stored.filter(({ row }) => matchesEntry(valid.match, row));
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
      if (found.length !== times) throw mismatch(rows(), match, times);
    },
    get dropped() {
      return dropped;
    },
    clear() {
      stored = [];
      size = dropped = 0;
      newestDropped = -Infinity;
    },
    rows,
    entry(id) {
      const found = stored.find(({ row }) => row.id === id);
      return found && entryOf(found);
    },
    note({ at, method, path, query = "", appId, headers }) {
      const shown = { path: redactedText(path), query: redactedText(query) };
      const row: MutableRow = { id: ++lastId, at, method, ...shown };
      if (appId !== undefined) row.appId = appId;
      const of: StoredEntry = { row, request: headers ? storedHeaders(headers) : [], size: 0 };
      stored.push(of);
      grow(of, method.length + shown.path.length + shown.query.length + headersSize(of.request));

      function body(name: "requestBody" | "responseBody", text: string): void {
        if (text === "" || bounds.bodyBytes === 0) return;
        row[name] = shortened(text);
        grow(of, Math.min(text.length, bounds.bodyBytes));
      }
      return {
        end(outcome, responseHeaders) {
          Object.assign(row, outcome);
          if (responseHeaders === undefined) return;
          of.response = storedHeaders(responseHeaders);
          grow(of, headersSize(of.response));
        },
        request: (text) => body("requestBody", text),
        response: (text) => body("responseBody", text),
        copy: () => entryOf(of),
      };
    },
  };
}

/** A copy of an entry, with what is computed. */
function entryOf({ row, request, response }: StoredEntry): JournalEntry {
  const { requestBody, responseBody, ...rest } = structuredClone(row);
  const reason = failureReason(row);
  return {
    ...rest,
    ...(reason === undefined ? {} : { reason }),
    ...(request.length === 0 ? {} : { requestHeaders: shownHeaders(request) }),
    ...(requestBody === undefined ? {} : { requestBody }),
    ...(response === undefined ? {} : { responseHeaders: shownHeaders(response) }),
    ...(responseBody === undefined ? {} : { responseBody }),
  };
}

/** How many characters a secret has at most, in any encoding. */
const LONGEST_SECRET = 300;
/** A part of a secret that is shorter is of no use. */
const SHORTEST_PART = 16;

/** Removes a long word at the end of a text that was cut: it may be the beginning of a secret. */
function withoutCutWord(text: string): string {
  const [word = ""] = /[\w+/%\\-]*$/.exec(text.slice(-LONGEST_SECRET)) ?? [];
  return word.length < SHORTEST_PART ? text : text.slice(0, text.length - word.length);
}
