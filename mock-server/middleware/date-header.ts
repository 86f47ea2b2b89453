import type { MiddlewareHandler } from "hono";
import { answerOf, dateOf } from "./answer.ts";
import type { MockEnv } from "./context.ts";

/** Sets the `Date` header of every response from the tenant's clock. An answer has it already. */
export const dateHeader: MiddlewareHandler<MockEnv> = async (c, next) => {
  await next();
  if (answerOf(c) === undefined) c.res.headers.set("date", dateOf(c));
};
