import type { Clock } from "../../../mod.ts";

/** A clock whose time passes only when nothing is left to do. It can have many thousands of sleepers. */
export interface VirtualClock extends Clock {
  /** Lets the time pass until a moment. */
  runUntil(time: number): Promise<void>;
}

interface Sleeper {
  at: number;
  order: number;
  wake: () => void;
}

/** Creates a clock that starts at a time in milliseconds since 1970. */
export function createVirtualClock(start: number): VirtualClock {
  const sleepers: Sleeper[] = []; // a binary heap, the next one first
  let time = start;
  let slept = 0;

  const isBefore = (a: Sleeper, b: Sleeper) => a.at < b.at || (a.at === b.at && a.order < b.order);

  function push(sleeper: Sleeper): void {
    let i = sleepers.push(sleeper) - 1;
    for (;;) {
      const above = (i - 1) >> 1;
      const parent = sleepers[above];
      if (i === 0 || parent === undefined || !isBefore(sleeper, parent)) break;
      sleepers[i] = parent;
      i = above;
    }
    sleepers[i] = sleeper;
  }

  function pop(): Sleeper | undefined {
    const [first] = sleepers;
    const last = sleepers.pop();
    if (last === undefined || first === undefined || sleepers.length === 0) return first;
    let i = 0;
    for (;;) {
      let below = 2 * i + 1;
      const [left, right] = [sleepers[below], sleepers[below + 1]];
      if (left === undefined) break;
      let child = left;
      if (right !== undefined && isBefore(right, left)) {
        child = right;
        below += 1;
      }
      if (!isBefore(child, last)) break;
      sleepers[i] = child;
      i = below;
    }
    sleepers[i] = last;
    return first;
  }

  return {
    now: () => time,
    monotonic: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const onAbort = () => reject(signal?.reason);
        signal?.addEventListener("abort", onAbort, { once: true });
        push({
          at: time + Math.max(0, ms),
          order: slept++,
          wake() {
            signal?.removeEventListener("abort", onAbort);
            resolve();
          },
        });
      }),
    async runUntil(until) {
      await settled();
      for (;;) {
        const [next] = sleepers;
        if (next === undefined || next.at > until) break;
        time = Math.max(time, next.at);
        pop()?.wake();
        await settled();
      }
      time = until;
    },
  };
}

/** Until all promises that can settle without the clock have settled. */
async function settled(): Promise<void> {
  for (let i = 0; i < 2; i++) await new Promise<void>((resolve) => setImmediate(resolve));
}
