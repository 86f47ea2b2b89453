import { checkMatch, matches, type RequestMatch } from "./match.ts";

/** One request that reached a tenant. */
export interface JournalEntry {
  /** When it arrived, on the tenant's clock, in milliseconds since 1970. */
  at: number;
  /** The HTTP method. */
  method: string;
  /** The path below `/api/v1`, without its query. */
  path: string;
  /** The status it was answered with; absent while there is no answer yet. */
  status?: number | undefined;
}

/** Which entries are meant. What is left out matches anything. */
export interface JournalMatch extends RequestMatch {
  /** The status of the answer. */
  status?: number | undefined;
}

/** What reached a tenant, oldest first. */
export interface Journal {
  /** All entries, as copies. */
  entries(): JournalEntry[];
  /**
   * How many entries are meant.
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
  /** Forgets all entries. */
  clear(): void;
}

/** A journal, and the way the mock writes to it. */
export interface WritableJournal extends Journal {
  /** Notes a request; the entry's status is filled in when there is an answer. */
  note(entry: JournalEntry): JournalEntry;
}

/** Makes an empty journal. */
export function createJournal(): WritableJournal {
  const kept: JournalEntry[] = [];
  return {
    entries: () => kept.map((entry) => ({ ...entry })),
    count(match = {}) {
      checkMatch(match);
      const { status } = match;
      return kept.filter((entry) =>
        matches(match, entry) && (status === undefined || status === entry.status)
      ).length;
    },
    clear: () => void kept.splice(0),
    note(entry) {
      kept.push(entry);
      return entry;
    },
  };
}
