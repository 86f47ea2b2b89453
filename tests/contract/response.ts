import type { ZodType } from "zod";
import { errorResponse } from "../../src/wire/response-schemas.ts";
import { equal } from "./assert.ts";

/** A response whose body has been read. */
export interface JsonResponse {
  /** The HTTP status. */
  status: number;
  /** The headers. */
  headers: Headers;
  /** The parsed JSON body. `undefined` if it is empty. */
  body: unknown;
}

/** Reads a response's body as JSON. */
export async function readResponse(response: Response): Promise<JsonResponse> {
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, body: text === "" ? undefined : JSON.parse(text) };
}

/**
 * Expects 200 and a body that matches the schema, and returns the body.
 *
 * @internal
 */
export function expectOk<T>({ status, body }: JsonResponse, schema: ZodType<T>): T {
  equal([status, status === 200 ? "" : body], [200, ""], "status");
  return schema.parse(body);
}

/** Expects an error response with this status, and returns its message. */
export function expectRefusal(
  { status, body }: JsonResponse,
  expected: number,
  what: string = "status",
): string {
  equal(status, expected, what);
  return errorResponse.parse(body).error;
}
