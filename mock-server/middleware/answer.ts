import type { Context } from "hono";
import type { Answer, MockEnv } from "./context.ts";

/**
 * Responds with JSON and the `Date` header. The journal takes text and headers from here.
 *
 * @param more More headers, with names in lower case.
 */
export function answer(
  c: Context<MockEnv>,
  value: unknown,
  status = 200,
  more: Readonly<Record<string, string>> = {},
): Response {
  const text = JSON.stringify(value);
  const headers = { "content-type": "application/json", ...more, date: dateOf(c) };
  const response = new Response(text, { status, headers });
  c.set("answer", { response, status, text, headers });
  return response;
}

/** What the response was made of; `undefined` if it was not made by `answer`, or is not the same anymore. */
export function answerOf(c: Context<MockEnv>): Answer | undefined {
  const made = c.get("answer");
  return made !== undefined && made.response === c.res ? made : undefined;
}

/** The value of the `Date` header: the time of the tenant's clock. */
export function dateOf(c: Context<MockEnv>): string {
  return new Date(c.get("tenant").clock.now()).toUTCString();
}
