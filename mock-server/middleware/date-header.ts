import type { MiddlewareHandler } from "hono";
import { contentOf } from "../support/known-response.ts";
import { dateOf } from "./answer.ts";
import type { MockEnv } from "./context.ts";

/** Sets the `Date` header of every response from the tenant's clock. Those that are known have it already. */
export const dateHeader: MiddlewareHandler<MockEnv> = async (c, next) => {
  await next();
  if (contentOf(c.res) === undefined) c.res.headers.set("date", dateOf(c));
};
