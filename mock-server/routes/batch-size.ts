import type { Context } from "hono";
import type { MockEnv } from "../middleware/context.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";

/**
 * Rejects a batch that is too large.
 *
 * @param name The batch's name in the request body.
 */
export function checkBatchSize(c: Context<MockEnv>, name: string, batch: readonly unknown[]): void {
  const limit = c.var.tenant.limits.batchSize;
  if (batch.length <= limit) return;
  throw new ApiFailure("batchTooLarge", { at: name, limit, count: batch.length });
}
