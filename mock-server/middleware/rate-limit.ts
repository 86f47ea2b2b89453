import type { BehaviorSettings } from "../world/behaviors/behavior-settings.ts";
import { LATEST } from "../world/clock/instant.ts";
import type { Guard } from "./guard.ts";
import { refuse } from "./error-response.ts";

/** Enforces the tenant's rate limit (D for the number and the status). */
export const rateLimit: Guard = (c) => {
  const { behaviors, clock, limits, rateLimiter } = c.get("tenant");
  const isToken = c.req.method === "POST" && c.get("path") === "/token";
  if (isToken && behaviors.get("rate-limit.tokens") === "free") return undefined;
  const now = clock.now();
  const wait = rateLimiter.take(now, c.get("appId"));
  if (wait === undefined) return undefined;
  const header = retryAfter(behaviors.get("rate-limit.retry-after"), now, wait);
  const headers = header === undefined ? {} : { "retry-after": header };
  const seconds = Math.ceil(wait / 1000);
  const values = { limit: limits.requestsPerMinute, seconds };
  return refuse(c, "rateLimited", values, { headers });
};

function retryAfter(
  option: BehaviorSettings["rate-limit.retry-after"],
  now: number,
  wait: number,
): string | undefined {
  switch (option) {
    case "seconds":
      return String(Math.ceil(wait / 1000));
    case "date":
      // An HTTP date has whole seconds, so it is rounded up.
      return new Date(Math.min(Math.ceil((now + wait) / 1000) * 1000, LATEST)).toUTCString();
    case "zero":
      return "0";
    case "absent":
      return undefined;
  }
}
