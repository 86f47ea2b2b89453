import { zValidator } from "@hono/zod-validator";
import type { Context, MiddlewareHandler } from "hono";
import type { ZodType } from "zod";
import { problemsIn, validate } from "../support/check.ts";
import { isJson } from "../support/content-type.ts";
import { formatValue } from "../support/format-value.ts";
import type { MockEnv } from "./context.ts";
import { refuse } from "./error-response.ts";

/** The types that a validated JSON body adds to a route's input. */
interface JsonInput<T> {
  in: { json: T };
  out: { json: T };
}

/** The types that validated query parameters add to a route's input. */
interface QueryInput<T> {
  in: { query: QueryText };
  out: { query: T };
}

type QueryText = Record<string, string | undefined>;

const VALIDATION = { validationFunction: validate };

/** Validates a JSON body. An invalid one gets 400 and a message that names each field (D for the status). */
export function validateJson<T>(
  schema: ZodType<T>,
): MiddlewareHandler<MockEnv, string, JsonInput<T>> {
  const validated: MiddlewareHandler<MockEnv, string, JsonInput<T>> = zValidator(
    "json",
    schema,
    (result, c) => {
      // First, because Hono reads a body of another type as an empty object, which some operations accept.
      const contentType = c.req.header("content-type");
      if (!isJson(contentType)) {
        const found = contentType === undefined ? "none" : formatValue(contentType);
        return refuse(c, "wrongContentType", { contentType: found });
      }
      if (result.success) return;
      return refuse(c, "invalidRequest", { problems: problemsIn(result.error, "body") });
    },
    VALIDATION,
  );
  return async (c, next) => {
    if (c.get("tenant").behaviors.get("request.content-type") === "ignore") treatAsJson(c);
    return await validated(c, next);
  };
}

/** Replaces the content type. The body has been read already, so Hono takes it from its cache. */
function treatAsJson(c: Context): void {
  const { method, url } = c.req;
  const headers = new Headers(c.req.raw.headers);
  headers.set("content-type", "application/json");
  c.req.raw = new Request(url, { method, headers, signal: c.req.raw.signal });
}

/** Validates query parameters. Unknown ones are ignored (O). */
export function validateQuery<T>(
  schema: ZodType<T, QueryText>,
): MiddlewareHandler<MockEnv, string, QueryInput<T>> {
  return zValidator("query", schema, (result, c) => {
    if (result.success) return;
    return refuse(c, "invalidRequest", { problems: problemsIn(result.error, "query") });
  }, VALIDATION);
}
