import * as z from "zod";
import type { JsonValue } from "../../../src/wire/types.ts";
import { checked, expected, strict, withoutUndefined } from "../../support/check.ts";
import type { JournalEntry } from "./journal-entry.ts";
import { mismatch } from "./journal-expectation.ts";
import { type JournalMatch, journalMatch, matchesEntry } from "./journal-match.ts";
import { looselyRedacted, redactedBody, redactedText } from "../../support/redacted.ts";

/** How much a journal keeps. */
export interface JournalOptions {
  /** How many entries; the oldest are dropped. Default 1,000. */
  entries?: number | undefined;
  /** How much text all entries may hold, in characters; the oldest are dropped. Default 4,000,000. */
  bytes?: number | undefined;
  /** How much of one body is kept, in characters; 0 keeps none. Default 16,384. */
  bodyBytes?: number | undefined;
}

/** What reached a tenant, oldest first. Headers are not kept, so that no token is. */
export interface Journal {
  /**
   * The entries that are meant, as copies.
   *
   * @throws {TypeError} When the match is wrong, naming what was expected.
   */
  entries(match?: JournalMatch): JournalEntry[];
  /**
   * How many entries are meant.
   *
   * @throws {TypeError} When the match is wrong, naming what was expected.
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
   * Expects a number of requests. The error shows those that came nearest, and why they do not count.
   *
   * @param times How many exactly. Default 1.
   * @throws {JournalMismatch} When there were more or fewer.
   * @throws {TypeError} When the match or the number is wrong, naming what was expected.
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
  /** How many entries were dropped to keep within the bounds. */
  readonly dropped: number;
  /** Forgets all entries, and how many were dropped. */
  clear(): void;
}

/** What is known of a request on its arrival. */
export type Arrival = Pick<JournalEntry, "at" | "method" | "path"> & { query?: string };

/** What is known later. */
export type Outcome = Pick<JournalEntry, "status" | "duration" | "fault">;

/** An entry that is being written. */
export interface OpenEntry {
  /** Adds what is known of the answer. */
  end(outcome: Outcome): void;
  /** Adds the request's body. */
  request(text: string): void;
  /** Adds the answer's body, or the beginning of it. */
  response(text: string): void;
}

/** A journal, and the way the mock writes to it. */
export interface WritableJournal extends Journal {
  /** How much of one body is kept, in characters. */
  readonly bodyBytes: number;
  /** Notes a request. */
  note(arrival: Arrival): OpenEntry;
}

// Wrapped, so that what is wrong is named as the argument it is in.
const given: z.ZodType<{ match: JournalMatch }> = z.lazy(() => z.object({ match: journalMatch }));

type MutableEntry = { -readonly [K in keyof JournalEntry]: JournalEntry[K] };

interface StoredEntry {
  entry: MutableEntry;
  size: number;
}

const BOUND = "0, 1, 2, …";

/** What the bounds of a journal must be. */
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
 * @throws {TypeError} When a bound is none, naming it and what was expected.
 */
function boundsFrom(
  options: JournalOptions,
): { entries: number; bytes: number; bodyBytes: number } {
  const { journal } = checked(wrapped, withoutUndefined({ journal: options }), "journal");
  const { entries = 1_000, bytes = 4_000_000, bodyBytes = 16_384 } = journal;
  return { entries, bytes, bodyBytes };
}

/**
 * Makes an empty journal.
 *
 * @throws {TypeError} When an option is wrong, naming it and what was expected.
 */
export function createJournal(options: JournalOptions = {}): WritableJournal {
  const bounds = boundsFrom(options);
  let stored: StoredEntry[] = [];
  let size = 0;
  let dropped = 0;
  let lastId = 0;

  function grow(of: StoredEntry, by: number): void {
    of.size += by;
    // One that was dropped or cleared meanwhile does not count any more.
    if (!stored.includes(of)) return;
    size += by;
    let excess = 0;
    while (stored.length - excess > bounds.entries || size > bounds.bytes) {
      const oldest = stored[excess];
      if (oldest === undefined) break;
      size -= oldest.size;
      excess += 1;
    }
    stored.splice(0, excess);
    dropped += excess;
  }

  /** A body as it is kept, and how much of it. */
  function shortened(text: string): JsonValue {
    if (text.length <= bounds.bodyBytes) return redactedBody(text);
    // A secret that is cut in two is no less of one: redact first.
    return `${looselyRedacted(text.slice(0, bounds.bodyBytes))}…`;
  }

  const all = () => stored.map(({ entry }) => entry);
  const matching = (match: JournalMatch = {}) => {
    const valid = checked(given, { match }, "match");
    return all().filter((entry) => matchesEntry(valid.match, entry));
  };

  return {
    bodyBytes: bounds.bodyBytes,
    entries: (match) => structuredClone(matching(match)),
    count: (match) => matching(match).length,
    expect(match, times = 1) {
      if (!Number.isInteger(times) || times < 0) {
        throw new TypeError(`times: expected 0, 1, 2, …, got ${String(times)}`);
      }
      if (matching(match).length !== times) throw mismatch(all(), match, times, dropped);
    },
    get dropped() {
      return dropped;
    },
    clear() {
      stored = [];
      size = dropped = 0;
    },
    note({ at, method, path, query = "" }) {
      const shown = redactedText(query);
      const entry: MutableEntry = { id: ++lastId, at, method, path, query: shown };
      const of: StoredEntry = { entry, size: 0 };
      stored.push(of);
      grow(of, method.length + path.length + shown.length);

      function body(name: "requestBody" | "responseBody", text: string): void {
        if (text === "" || bounds.bodyBytes === 0) return;
        entry[name] = shortened(text);
        grow(of, Math.min(text.length, bounds.bodyBytes));
      }
      return {
        end: (outcome) => void Object.assign(entry, outcome),
        request: (text) => body("requestBody", text),
        response: (text) => body("responseBody", text),
      };
    },
  };
}
