import { isUpdatedAfter } from "../record-filter.ts";
import type { Entry } from "./entry.ts";

/** Entries in order of their last update: a doubly linked list. */
export class UpdateOrder {
  #newest: Entry | undefined;

  /** Inserts an entry: last, unless the clock was set back since other updates. */
  insert(entry: Entry): void {
    let older = this.#newest;
    let newer: Entry | undefined;
    while (older !== undefined && older.record.updatedAt > entry.record.updatedAt) {
      newer = older;
      older = older.older;
    }
    this.#link(older, entry);
    this.#link(entry, newer);
  }

  /** Removes an entry. */
  remove(entry: Entry): void {
    this.#link(entry.older, entry.newer);
  }

  /** The entries updated after a time, in order of creation; `undefined` if these are more than `limit`. */
  since(time: number, limit: number): Entry[] | undefined {
    const found: Entry[] = [];
    let entry = this.#newest;
    while (entry !== undefined && isUpdatedAfter(entry.record, time)) {
      if (found.length >= limit) return undefined;
      found.push(entry);
      entry = entry.older;
    }
    return found.reverse().sort((a, b) => a.position - b.position);
  }

  #link(older: Entry | undefined, newer: Entry | undefined): void {
    if (older !== undefined) older.newer = newer;
    if (newer !== undefined) newer.older = older;
    else this.#newest = older;
  }
}
