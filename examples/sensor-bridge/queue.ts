import type { Clock } from "@kinakit/kinabase";

/** When items go on, and how many may wait. */
export interface QueueOptions {
  /** How many items go on at once at most. */
  batchSize: number;
  /** How long the first of them waits at most, in milliseconds. */
  longestWait: number;
  /** How many items are kept; whoever adds more has to wait. */
  mostKept: number;
  clock: Clock;
}

/** Items that wait to go on together. */
export interface Queue<T> {
  /** Adds an item, as soon as there is room. */
  add(item: T): Promise<void>;
  /** Puts items back to the front. */
  putBack(items: readonly T[]): void;
  /** Says that nothing will be added. */
  end(): void;
  /** Whether nothing will be added. */
  readonly ended: boolean;
  /**
   * The next items: when there are enough, when the first has waited long enough, or when nothing
   * will be added. None when all are gone.
   */
  take(): Promise<T[]>;
}

/** Makes an empty queue. */
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
