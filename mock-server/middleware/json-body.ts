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

/**
 * Refuses a body that is not JSON, is not sent as JSON (A), or does not fit the schema: 400, with a message that
 * names each field (D for the status).
 */
export function validateJson<T extends object>(
  schema: ZodType<T>,
): MiddlewareHandler<MockEnv, string, JsonInput<T>> {
  return async (c, next) => {
    const contentType = c.req.header("content-type");
    const isStrict = c.get("tenant").behaviors.get("request.content-type") === "refuse";
    if (isStrict && !isJson(contentType)) {
      const found = contentType === undefined ? "none" : formatValue(contentType);
      return refuse(c, "wrongContentType", { contentType: found });
    }
    const body = jsonIn(c);
    if (body === undefined) return refuse(c, "malformedJson");
    const result = validate(schema, body);
    if (!result.success) {
      return refuse(c, "invalidRequest", { problems: problemsIn(result.error, "body") });
    }
    c.req.addValidatedData("json", result.data);
    return await next();
  };
}

/** The JSON in the request body, not validated; `undefined` if the body is empty or not JSON. */
export function jsonIn(c: Context<MockEnv>): unknown {
  try {
    return JSON.parse(c.get("body")?.text ?? "");
  } catch {
    return undefined;
  }
}
