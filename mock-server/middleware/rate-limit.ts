import type { MiddlewareHandler } from "hono";
import { type MockEnv, refuse } from "./context.ts";

/**
 * Enforces the tenant's rate limit (D for the number and the status). It counts all requests of a tenant,
 * including token requests but not rejected ones, in a sliding minute on the tenant's clock (A).
 */
export const rateLimit: MiddlewareHandler<MockEnv> = async (c, next) => {
  const { clock, limits, rateWindow } = c.var.tenant;
  const wait = rateWindow.take(clock.now());
  if (wait === undefined) return await next();
  const seconds = Math.ceil(wait / 1000);
  // Kinabase may or may not send this header (A).
  if (limits.retryAfter) c.header("retry-after", String(seconds));
  return refuse(c, "rateLimited", { limit: limits.requestsPerMinute, seconds });
};
