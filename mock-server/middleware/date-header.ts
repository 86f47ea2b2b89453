import type { MiddlewareHandler } from "hono";
import type { MockEnv } from "./context.ts";

/** Sets the `Date` header of every response from the tenant's clock. */
export const dateHeader: MiddlewareHandler<MockEnv> = async (c, next) => {
  await next();
  c.res.headers.set("date", new Date(c.var.tenant.clock.now()).toUTCString());
};
