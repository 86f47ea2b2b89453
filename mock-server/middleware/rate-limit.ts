import type { Context } from "hono";
import type { MockEnv } from "./context.ts";
import type { Guard } from "./guard.ts";
import { refuse } from "./error-response.ts";
import { noteWait } from "../support/standing-clock.ts";
import { retryAfter, wholeSeconds } from "./retry-after.ts";

/** Enforces the tenant's rate limit (D for the number and the status). */
export const rateLimit: Guard = (c) => {
  const { behaviors, clock, limits, rateLimiter } = c.get("tenant");
  const isToken = c.req.method === "POST" && c.get("path") === "/token";
  if (isToken && behaviors.get("rate-limit.tokens") === "free") return undefined;
  const now = clock.now();
  const wait = rateLimiter.take(now, scopeOf(c));
  if (wait === undefined) return undefined;
  const again = "its rate limit refuses a program again, however long that waits by its own clock";
  noteWait(c.req.raw, clock, again);
  const header = retryAfter(now, wait, behaviors);
  const headers: Record<string, string> = header === undefined ? {} : { "retry-after": header };
  const values = { limit: limits.requestsPerMinute, seconds: wholeSeconds(wait) };
  return refuse(c, "rateLimited", values, { headers });
};

/** What shares a limit with the request: the whole tenant, or only requests of the same app (A). */
function scopeOf(c: Context<MockEnv>): string {
  const isByApp = c.get("tenant").behaviors.get("rate-limit.scope") === "app";
  return isByApp ? c.get("appId") ?? "" : "";
}
