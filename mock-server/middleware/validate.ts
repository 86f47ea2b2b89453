import { zValidator } from "@hono/zod-validator";
import type { MiddlewareHandler } from "hono";
import type { ZodType } from "zod";
import { type MockEnv, refuse } from "./context.ts";

/** What a validated JSON body adds to a route's input. */
interface JsonInput<T> {
  in: { json: T };
  out: { json: T };
}

/** Checks a request's JSON body; what does not fit is 400, naming each field (D for the status). */
export function validateJson<T>(
  schema: ZodType<T>,
): MiddlewareHandler<MockEnv, string, JsonInput<T>> {
  return zValidator("json", schema, (result, c) => {
    if (result.success) return;
    // hono reads a body of another type as if it were empty.
    if (!isJson(c.req.header("content-type"))) return refuse(c, "wrongContentType");
    const problems = result.error.issues.map(({ path, message }) =>
      `${path.join(".") || "body"}: ${message}.`
    );
    return refuse(c, "invalidRequest", problems.join(" "));
  });
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/(?:[a-z\-.]+\+)?json\s*(?:;|$)/i.test(contentType ?? "");
}
