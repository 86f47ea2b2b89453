import type { Entry } from "./entry.ts";

/** Entries in order of creation: a sorted array, so that any page is a slice. */
export class CreationOrder {
  readonly #entries: Entry[] = [];

  /** The entries, oldest first. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Inserts an entry. */
  insert(entry: Entry): void {
    this.#entries.splice(this.#indexOf(entry), 0, entry);
  }

  /** Removes an entry. */
  remove(entry: Entry): void {
    this.#entries.splice(this.#indexOf(entry), 1);
  }

  /** The index where an entry is or belongs. */
  #indexOf({ position }: Entry): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.position ?? position) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
