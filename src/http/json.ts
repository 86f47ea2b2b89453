import type { ClientContext } from "../client-context.ts";
import { errorFromResponse } from "../errors/from-response.ts";
import { UnexpectedResponseError } from "../errors/errors.ts";
import type { CallOptions } from "../wire/types.ts";
import { readText } from "./body.ts";
import type { Deadline } from "./deadline.ts";
import type { Answer, Fate } from "./exchange.ts";
import type { WireRequest } from "./transport.ts";

/** A call that sends JSON or nothing, and is answered with JSON or nothing. */
export interface JsonCall {
  /** The HTTP method. */
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path below the base URL, each segment encoded. */
  path: string;
  /** The query; what is undefined is left out. */
  query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** What is sent as JSON. */
  body?: unknown;
  /** Whether sending it twice does no harm. */
  idempotent: boolean;
  /** Is told what becomes of it. */
  fate?: Fate | undefined;
}

/** What came back. */
export interface JsonAnswer {
  /** The body, or `undefined` when it was empty. */
  body: unknown;
  /** Makes the error for a body that is not what was expected. */
  unexpected(what: string): UnexpectedResponseError;
}

/** The request of a call, with the client's token and retries. */
export function jsonRequest(context: ClientContext, call: JsonCall): WireRequest {
  const { baseUrl, retry, tokenProvider } = context;
  const { method, path, query = {}, body, idempotent, fate } = call;
  const url = new URL(`${baseUrl}${path}`);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const headers = new Headers({ accept: "application/json" });
  const request: WireRequest = {
    method,
    url: url.href,
    path,
    headers,
    idempotent,
    fate,
    retry,
    tokenProvider,
  };
  if (body === undefined) return request;
  headers.set("content-type", "application/json");
  return { ...request, body: toJson(body, path) };
}

/**
 * A value as JSON.
 *
 * @throws {TypeError} For what JSON would lose without a word: NaN and Infinity would become null.
 */
function toJson(value: unknown, path: string): string {
  return JSON.stringify(value, (name, inner: unknown) => {
    if (typeof inner !== "number" || Number.isFinite(inner)) return inner;
    throw new TypeError(`${path}: ${name}: expected a number that JSON can carry, got ${inner}`);
  });
}

/**
 * Sends a call and reads the answer.
 *
 * @throws {KinabaseError} When the answer is no success, or no JSON.
 */
export async function sendJson(
  context: ClientContext,
  call: JsonCall,
  options: CallOptions | Deadline | undefined,
): Promise<JsonAnswer> {
  if (call.fate !== undefined) call.fate.unwritten = true;
  const request = jsonRequest(context, call);
  const deadline = context.deadline(options);
  return await context.transport.send(request, deadline, async (answer) => {
    const text = await successText(context, request, answer);
    const unexpected = (what: string) => unexpectedAnswer(request, answer, what);
    if (text.trim() === "") return { body: undefined, unexpected };
    try {
      const body: unknown = JSON.parse(text);
      return { body, unexpected };
    } catch {
      throw unexpected("but not with JSON");
    }
  });
}

/**
 * Throws the error that an answer stands for, unless it is a success.
 *
 * @throws {KinabaseError}
 */
export async function expectSuccess(
  context: ClientContext,
  request: WireRequest,
  answer: Answer,
): Promise<void> {
  if (!answer.response.ok) await successText(context, request, answer);
}

/** The error for an answer of success that is not what was expected. */
function unexpectedAnswer(
  { method, path }: WireRequest,
  { response: { status }, requestId, attempts }: Answer,
  what: string,
): UnexpectedResponseError {
  return new UnexpectedResponseError(`${method} ${path} was answered with ${status}, ${what}`, {
    status,
    requestId,
    attempts,
    remedy: "Check baseUrl, and look for a proxy or a login page in between.",
  });
}

async function successText(
  { redactor, clock, maxResponseBytes }: ClientContext,
  { method, path }: WireRequest,
  answer: Answer,
): Promise<string> {
  const { response, deadline, attempts, requestId, lost } = answer;
  const { status, headers, ok } = response;
  const text = await readText(response, deadline, redactor, maxResponseBytes);
  // The first of two may have deleted it: the answer that was lost.
  if (ok || (method === "DELETE" && status === 404 && lost)) return ok ? text : "";
  const call = `${method} ${path}`;
  const body = redactor.text(text);
  throw errorFromResponse({ call, status, headers, body, attempts, requestId, now: clock.now() });
}
