import type { MiddlewareHandler } from "hono";
import { ApiFailure } from "../world/failures/api-failure.ts";
import type { MockEnv } from "./context.ts";
import { jsonIn } from "./json-body.ts";

/**
 * Rejects a batch that is too large, before its records are validated.
 *
 * @param name The batch's name in the request body.
 */
export function checkBatchSize(name: string): MiddlewareHandler<MockEnv> {
  return async (c, next) => {
    const body = jsonIn(c);
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
