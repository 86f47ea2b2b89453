import type { StoredEntry } from "./stored-entry.ts";

/** The fewest removed entries that are worth moving the others. */
const MOVED = 1_000;

/** The entries of a journal, oldest first. To remove the oldest takes the same time however many there are. */
export class EntryQueue {
  #entries: (StoredEntry | undefined)[] = [];
  #first = 0;

  /** The number of entries. */
  get length(): number {
    return this.#entries.length - this.#first;
  }

  /** Adds the newest entry. */
  push(entry: StoredEntry): void {
    this.#entries.push(entry);
  }

  /** Removes the oldest entry. */
  shift(): StoredEntry | undefined {
    const oldest = this.#entries[this.#first];
    if (oldest === undefined) return undefined;
    this.#entries[this.#first++] = undefined;
    if (this.#first >= MOVED && this.#first * 2 >= this.#entries.length) {
      this.#entries.splice(0, this.#first);
      this.#first = 0;
    }
    return oldest;
  }

  /** A copy of the queue. */
  all(): StoredEntry[] {
    return this.#entries.filter((entry) => entry !== undefined);
  }
}
