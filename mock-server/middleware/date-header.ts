import type { MiddlewareHandler } from "hono";
import type { MockEnv } from "./context.ts";

/** Dates every answer by the tenant's clock, as a server dates its answers by its own. */
export const dateHeader: MiddlewareHandler<MockEnv> = async (c, next) => {
  await next();
  c.res.headers.set("date", new Date(c.var.tenant.clock.now()).toUTCString());
};
