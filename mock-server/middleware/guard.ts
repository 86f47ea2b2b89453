import type { Context, MiddlewareHandler } from "hono";
import type { MockEnv } from "./context.ts";

/** Refuses a request, or returns `undefined` if it may go on. */
export type Guard = (c: Context<MockEnv>) => Response | Promise<Response> | undefined;

/** One middleware of several guards, in this order. Each middleware takes time on every request. */
export function guards(...all: readonly Guard[]): MiddlewareHandler<MockEnv> {
  return (c, next) => {
    for (const guard of all) {
      const refusal = guard(c);
      if (refusal !== undefined) return Promise.resolve(refusal);
    }
    return next();
  };
}
