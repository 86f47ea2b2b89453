import type { Context } from "hono";
import { httpDate } from "../support/http-date.ts";
import { knownResponse } from "../support/known-response.ts";
import type { MockEnv } from "./context.ts";

/**
 * Responds with JSON and the `Date` header.
 *
 * @param more More headers, with names in lower case.
 */
export function answer(
  c: Context<MockEnv>,
  value: unknown,
  status = 200,
  more: Readonly<Record<string, string>> = {},
): Response {
  const headers = { "content-type": "application/json", ...more, date: dateOf(c) };
  return knownResponse({ status, text: JSON.stringify(value), headers });
}

/** The value of the `Date` header: the time of the tenant's clock. */
export function dateOf(c: Context<MockEnv>): string {
  return httpDate(c.get("tenant").clock.now());
}
