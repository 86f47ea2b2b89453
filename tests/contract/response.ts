import type { ZodType } from "zod";
import { errorResponse } from "../../src/wire/zod-schemas.ts";
import { equal } from "./assert.ts";

/** An answer that was read to its end. */
export interface Answer {
  /** The status. */
  status: number;
  /** The headers. */
  headers: Headers;
  /** The body, read as JSON; `undefined` when it is empty. */
  body: unknown;
}

/** Reads an answer to its end. */
export async function answered(response: Response): Promise<Answer> {
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, body: text === "" ? undefined : JSON.parse(text) };
}

/** Expects 200 and a body of this shape, and gives the body. */
export function expectOk<T>({ status, body }: Answer, schema: ZodType<T>): T {
  equal([status, status === 200 ? "" : body], [200, ""], "status");
  return schema.parse(body);
}

/** Expects an answer to refuse, and gives its words. */
export function expectRefusal(
  { status, body }: Answer,
  expected: number,
  what: string = "status",
): string {
  equal(status, expected, what);
  return errorResponse.parse(body).error;
}
