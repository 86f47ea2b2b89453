import type { Entry } from "./entry.ts";

/** Entries in the order of their creation: a sorted array, so that any page of it is a slice. */
export class CreationOrder {
  readonly #entries: Entry[] = [];

  /** The entries, oldest first. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Puts an entry in. */
  insert(entry: Entry): void {
    this.#entries.splice(this.#indexOf(entry), 0, entry);
  }

  /** Takes an entry out. */
  remove(entry: Entry): void {
    this.#entries.splice(this.#indexOf(entry), 1);
  }

  /** Where an entry is, or belongs. */
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
