import type { Clock } from "@kinakit/kinabase";

/** The limits of a queue. */
export interface QueueOptions {
  /** The maximum number of items in a batch. */
  batchSize: number;
  /** The maximum time the first item of a batch waits, in milliseconds. */
  longestWait: number;
  /** The maximum number of items in the queue. When it is full, `add` waits. */
  mostKept: number;
  clock: Clock;
}

/** A queue that groups items into batches. */
export interface Queue<T> {
  /** Adds an item. Waits while the queue is full. */
  add(item: T): Promise<void>;
  /** Puts items back at the front of the queue. */
  putBack(items: readonly T[]): void;
  /** Ends the queue: no more items will be added. */
  end(): void;
  /** Whether the queue has ended. */
  readonly ended: boolean;
  /**
   * Returns the next batch. Waits until the batch is full, its first item has waited long enough,
   * or the queue has ended. Returns an empty array when the queue has ended and is empty.
   */
  take(): Promise<T[]>;
}

/** Creates an empty queue. */
export function createQueue<T>(options: QueueOptions): Queue<T> {
  const { batchSize, longestWait, mostKept, clock } = options;
  const kept: T[] = [];
  let ended = false;
  let change = Promise.withResolvers<void>();
  const changed = () => {
    change.resolve();
    change = Promise.withResolvers();
  };

  return {
    async add(item) {
      while (kept.length >= mostKept) await change.promise;
      kept.push(item);
      changed();
    },
    putBack: (items) => void kept.unshift(...items),
    end() {
      ended = true;
      changed();
    },
    get ended() {
      return ended;
    },
    async take() {
      while (kept.length === 0 && !ended) await change.promise;
      const over = new AbortController();
      let due = false;
      const waited = clock.sleep(longestWait, over.signal).then(() => void (due = true), () => {});
      while (kept.length < batchSize && !ended && !due) {
        await Promise.race([change.promise, waited]);
      }
      over.abort();
      const batch = kept.splice(0, batchSize);
      changed();
      return batch;
    },
  };
}
