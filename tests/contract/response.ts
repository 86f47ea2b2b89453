import type { ZodType } from "zod";
import { errorResponse } from "../../src/wire/response-schemas.ts";
import { equal, ok } from "./assert.ts";

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
  ok(status === 200, `status: expected 200, got ${shown(status, body)}`);
  return schema.parse(body);
}

/** Expects a status from 200 to 299, for facts that say nothing about the response. */
export function expectSuccess(
  { status, body }: Pick<JsonResponse, "status" | "body">,
  what: string = "status",
): void {
  ok(status >= 200 && status < 300, `${what}: expected success, got ${shown(status, body)}`);
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

/** A status, with the error of the response if there is one. */
function shown(status: number, body: unknown): string {
  const { data } = errorResponse.safeParse(body);
  return data === undefined ? String(status) : `${status} (${data.error})`;
}
