const MINUTE = 60_000;

/** Counts requests in a sliding minute (A). */
export interface RateWindow {
  /**
   * Counts a request, unless the limit is reached.
   *
   * @param now The time in milliseconds.
   * @returns The milliseconds until the next request is allowed; `undefined` if this one is.
   */
  take(now: number): number | undefined;
  /** Forgets all requests. */
  clear(): void;
}

/** Creates an empty window. It stores at most `limit` requests. */
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
