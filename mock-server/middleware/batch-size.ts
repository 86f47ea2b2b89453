import type { MiddlewareHandler } from "hono";
import { ApiFailure } from "../world/failures/api-failure.ts";
import type { MockEnv } from "./context.ts";

/**
 * Rejects a batch that is too large, before its records are validated.
 *
 * @param name The batch's name in the request body.
 */
export function checkBatchSize(name: string): MiddlewareHandler<MockEnv> {
  return async (c, next) => {
    // The validation of the body reports what is not JSON.
    const body: unknown = await c.req.json().catch(() => undefined);
    const batch: unknown = typeof body === "object" && body !== null
      ? Reflect.get(body, name)
      : undefined;
    if (Array.isArray(batch)) {
      const [limit, count] = [c.get("tenant").limits.batchSize, batch.length];
      if (count > limit) throw new ApiFailure("batchTooLarge", { at: name, limit, count });
    }
    await next();
  };
}
