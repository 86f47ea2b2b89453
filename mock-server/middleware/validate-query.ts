import { zValidator } from "@hono/zod-validator";
import type { MiddlewareHandler } from "hono";
import type { ZodType } from "zod";
import { problemsIn, validate } from "../support/check.ts";
import type { MockEnv } from "./context.ts";
import { refuse } from "./error-response.ts";

/** The types that validated query parameters add to a route's input. */
interface QueryInput<T> {
  in: { query: QueryText };
  out: { query: T };
}

type QueryText = Record<string, string | undefined>;

/** Validates query parameters. Unknown ones are ignored (O). */
export function validateQuery<T>(
  schema: ZodType<T, QueryText>,
): MiddlewareHandler<MockEnv, string, QueryInput<T>> {
  return zValidator("query", schema, (result, c) => {
    if (result.success) return;
    return refuse(c, "invalidRequest", { problems: problemsIn(result.error, "query") });
  }, { validationFunction: validate });
}
