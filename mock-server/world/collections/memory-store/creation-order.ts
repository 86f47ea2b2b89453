import type { StoredRecord } from "../store.ts";
import type { Entry } from "./entry.ts";

/** The number of records in a chunk. One of twice the size is split. */
const CHUNK = 512;

/** Neighbors in the order: the positions of their entries, and the records. */
interface Chunk {
  positions: number[];
  records: StoredRecord[];
  /** Whether a snapshot reads it, so that a change needs a copy. */
  isShared: boolean;
}

/**
 * Records in order of creation: a sorted array in chunks. So a change moves only the records of one chunk, a page skips
 * whole chunks, and a snapshot shares the chunks that do not change.
 */
export class CreationOrder {
  readonly #chunks: Chunk[] = [];
  #length = 0;

  /** The number of records. */
  get length(): number {
    return this.#length;
  }

  /** Inserts the record of an entry. */
  insert({ position, record }: Entry): void {
    this.#length += 1;
    const at = this.#chunkOf(position);
    const last = this.#chunks.length - 1;
    if (at < 0 || (at === last && this.#isBehind(position, at))) {
      this.#chunks.push({ positions: [position], records: [record], isShared: false });
      return;
    }
    const { positions, records } = this.#writable(at);
    const index = indexOf(position, positions);
    positions.splice(index, 0, position);
    records.splice(index, 0, record);
    if (positions.length < 2 * CHUNK) return;
    this.#chunks.splice(at + 1, 0, {
      positions: positions.splice(CHUNK),
      records: records.splice(CHUNK),
      isShared: false,
    });
  }

  /** Replaces the record of an entry. */
  replace({ position, record }: Entry): void {
    const { positions, records } = this.#writable(this.#chunkOf(position));
    records[indexOf(position, positions)] = record;
  }

  /** Removes the record of an entry. */
  remove({ position }: Entry): void {
    const at = this.#chunkOf(position);
    const { positions, records } = this.#writable(at);
    const index = indexOf(position, positions);
    positions.splice(index, 1);
    records.splice(index, 1);
    this.#length -= 1;
    if (positions.length === 0) this.#chunks.splice(at, 1);
  }

  /** At most `count` records, starting at an index. */
  slice(from: number, count: number): StoredRecord[] {
    const found: StoredRecord[] = [];
    let skipped = 0;
    for (const { records } of this.#chunks) {
      if (found.length >= count) break;
      const start = Math.max(0, from - skipped);
      skipped += records.length;
      if (start < records.length) {
        found.push(...records.slice(start, start + count - found.length));
      }
    }
    return found;
  }

  /** The records that fit. */
  filter(fits: (record: StoredRecord) => boolean): StoredRecord[] {
    return this.#chunks.flatMap(({ records }) => records.filter(fits));
  }

  /** All records as they are now, whatever changes while they are read. */
  snapshot(): Iterable<StoredRecord> {
    for (const chunk of this.#chunks) chunk.isShared = true;
    return recordsOf([...this.#chunks]);
  }

  /** The index of the chunk where a position is or belongs; -1 if there is none. */
  #chunkOf(position: number): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#chunks[middle]?.positions[0] ?? 0) <= position) low = middle + 1;
      else high = middle;
    }
    // A position before all others belongs to the first chunk.
    return Math.max(low - 1, Math.min(0, this.#chunks.length - 1));
  }

  /** Whether a position comes after a chunk that is full. */
  #isBehind(position: number, at: number): boolean {
    const positions = this.#chunks[at]?.positions ?? [];
    return positions.length >= CHUNK && position > (positions.at(-1) ?? 0);
  }

  /** A chunk that no snapshot reads. */
  #writable(at: number): Chunk {
    const chunk = this.#chunks[at] ?? { positions: [], records: [], isShared: false };
    if (!chunk.isShared) return chunk;
    const { positions, records } = chunk;
    return this.#chunks[at] = {
      positions: [...positions],
      records: [...records],
      isShared: false,
    };
  }
}

function* recordsOf(chunks: readonly Chunk[]): Iterable<StoredRecord> {
  for (const { records } of chunks) yield* records;
}

/** The index where a position is or belongs. */
function indexOf(position: number, positions: readonly number[]): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? position) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
