import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import * as z from "zod";
import { checked, expected, strict } from "../support/check.ts";
import { formatValue } from "../support/format-value.ts";
import type { CorsOptions } from "./cors-options.ts";

const ORIGIN = 'an origin without a path, such as "http://localhost:5173"';

// Wrapped, so that errors name the option.
const wrapped: z.ZodType<{ cors: CorsOptions }> = z.lazy(() =>
  z.object({
    cors: strict({
      origins: z.array(z.string(expected(ORIGIN)).refine(isOrigin, expected(ORIGIN))),
    }),
  })
);

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** The headers that the client reads, besides those that every page may read. */
const EXPOSED_HEADERS = ["date", "retry-after"];

/**
 * Lets browser pages of other origins call the API (A). It responds to preflight requests itself, so they
 * need no token and count toward no limit, fault or journal.
 *
 * @param options `true` for pages of all origins.
 * @throws {TypeError} When an option is invalid. The message names it and what was expected.
 */
export function allowOtherOrigins(options: true | CorsOptions): MiddlewareHandler {
  return cors({
    origin: options === true ? "*" : originsIn(options),
    exposeHeaders: EXPOSED_HEADERS,
  });
}

function originsIn(options: CorsOptions): string[] {
  if (typeof options !== "object") {
    throw new TypeError(
      `cors: expected true, false or an object with origins, got ${formatValue(options)}.`,
    );
  }
  return checked(wrapped, { cors: options }, "cors").cors.origins;
}
