const MINUTE = 60_000;

/** Counts requests in a sliding minute (A). */
export interface RateWindow {
  /**
   * Counts a request, if there is room for it.
   *
   * @param now The time in milliseconds.
   * @returns How many milliseconds until there is room; `undefined` when there is.
   */
  take(now: number): number | undefined;
  /** Forgets all requests. */
  clear(): void;
}

/** Makes an empty window. It remembers no more requests than fit in it. */
export function createRateWindow(limit: number | "off"): RateWindow {
  if (limit === "off") return { take: () => undefined, clear: () => {} };
  const times: number[] = [];
  return {
    take(now) {
      while (times[0] !== undefined && times[0] <= now - MINUTE) times.shift();
      // The clock may have been set back.
      while ((times.at(-1) ?? now) > now) times.pop();
      const oldest = times[0];
      if (times.length >= limit && oldest !== undefined) return oldest + MINUTE - now;
      times.push(now);
      return undefined;
    },
    clear: () => void times.splice(0),
  };
}
