import type { MiddlewareHandler } from "hono";
import type { BehaviorSettings } from "../world/behaviors/behavior-settings.ts";
import { type MockEnv, refuse } from "./context.ts";

/** Enforces the tenant's rate limit (D for the number and the status). */
export const rateLimit: MiddlewareHandler<MockEnv> = async (c, next) => {
  const { path, tenant: { behaviors, clock, limits, rateLimiter } } = c.var;
  const isToken = c.req.method === "POST" && path === "/token";
  if (isToken && behaviors.get("rate-limit.tokens") === "free") return await next();
  const now = clock.now();
  const wait = rateLimiter.take(now, c.var.appId);
  if (wait === undefined) return await next();
  c.header("retry-after", retryAfter(behaviors.get("rate-limit.retry-after"), now, wait));
  const seconds = Math.ceil(wait / 1000);
  return refuse(c, "rateLimited", { limit: limits.requestsPerMinute, seconds });
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
      return new Date(Math.ceil((now + wait) / 1000) * 1000).toUTCString();
    case "zero":
      return "0";
    case "absent":
      return undefined;
  }
}
