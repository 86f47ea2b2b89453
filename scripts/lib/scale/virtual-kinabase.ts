import type { FetchFunction } from "../../../mod.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What the requests of a day were. */
export interface Traffic {
  /** All requests. */
  requests: number;
  /** Token requests. */
  tokens: number;
  /** Responses with 429. */
  refused: number;
  /** Requests that were accepted, by hour. */
  accepted: number[];
  /** Responses with 429, by hour. */
  refusedByHour: number[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LATENCY_MS = 80;

/** Kinabase with a limit of requests in any minute. All requests count, also for tokens (A). */
export function virtualKinabase(
  clock: VirtualClock,
  perMinute: number,
): { fetch: FetchFunction; traffic: Traffic } {
  const start = clock.now();
  const traffic: Traffic = { requests: 0, tokens: 0, refused: 0, accepted: [], refusedByHour: [] };
  const window: number[] = [];
  const countIn = (hours: number[]) => {
    const hour = Math.floor((clock.now() - start) / HOUR_MS);
    hours[hour] = (hours[hour] ?? 0) + 1;
  };
  return {
    traffic,
    async fetch(input) {
      await clock.sleep(LATENCY_MS);
      const { pathname } = new URL(String(input));
      traffic.requests += 1;
      if (pathname.endsWith("/token")) traffic.tokens += 1;
      const now = clock.now();
      while (window[0] !== undefined && window[0] + MINUTE_MS <= now) window.shift();
      if (window.length >= perMinute) {
        traffic.refused += 1;
        countIn(traffic.refusedByHour);
        const retryAfter = Math.ceil(((window[0] ?? now) + MINUTE_MS - now) / 1000);
        return Response.json({ error: "Too many requests." }, {
          status: 429,
          headers: { "retry-after": String(retryAfter) },
        });
      }
      window.push(now);
      countIn(traffic.accepted);
      if (!pathname.endsWith("/token")) return new Response("", { status: 200 });
      const claims = { exp: Math.floor((now + HOUR_MS) / 1000), jti: traffic.tokens };
      return Response.json({ token: `e30.${base64Url(JSON.stringify(claims))}.c2ln` });
    },
  };
}

function base64Url(text: string): string {
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
