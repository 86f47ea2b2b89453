import type { MiddlewareHandler } from "hono";
import type { MockEnv } from "./context.ts";

/** Writes every request into its tenant's journal, on arrival, and its status once it is known. */
export const journal: MiddlewareHandler<MockEnv> = async (c, next) => {
  const { tenant, path } = c.var;
  const entry = tenant.journal.note({ at: tenant.clock.now(), method: c.req.method, path });
  await next();
  entry.status = c.res.status;
};
