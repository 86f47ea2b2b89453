import type { Behaviors } from "../behaviors/behaviors.ts";

const MINUTE = 60_000;

/** Counts the requests of a tenant. */
export interface RateLimiter {
  /**
   * Counts a request, unless the limit is reached.
   *
   * @param now The time in milliseconds.
   * @param scope Requests with the same scope share the limit.
   * @returns The milliseconds until the next request is allowed; `undefined` if this one is.
   */
  take(now: number, scope: string): number | undefined;
  /** Forgets all requests. */
  clear(): void;
}

/** Creates a limiter without requests. It stores at most `limit` requests of each scope. */
export function createRateLimiter(limit: number | "off", behaviors: Behaviors): RateLimiter {
  if (limit === "off") return { take: () => undefined, clear: () => {} };
  const windows = new Map<string, number[]>();
  return {
    take(now, scope) {
      const times = windows.get(scope) ?? [];
      windows.set(scope, times);
      const isFixed = behaviors.get("rate-limit.window") === "fixed";
      const end = (time: number) =>
        isFixed ? (Math.floor(time / MINUTE) + 1) * MINUTE : time + MINUTE;
      while (times[0] !== undefined && end(times[0]) <= now) times.shift();
      // The clock may have been set back.
      while ((times.at(-1) ?? now) > now) times.pop();
      const oldest = times[0];
      if (times.length >= limit && oldest !== undefined) return end(oldest) - now;
      times.push(now);
      return undefined;
    },
    clear: () => windows.clear(),
  };
}
