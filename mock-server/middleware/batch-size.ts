import type { MiddlewareHandler } from "hono";
import { expectAtMost } from "../world/limits/limits.ts";
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
      const { batchSize } = c.get("tenant").limits;
      expectAtMost(batchSize, batch.length, "batchTooLarge", { at: name });
    }
    await next();
  };
}
