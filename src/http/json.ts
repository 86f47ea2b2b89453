import type { ClientContext } from "../client-context.ts";
import { UnexpectedResponseError } from "../errors/errors.ts";
import { errorFromResponse, isKinabaseEnvelope } from "../errors/from-response.ts";
import type { CallOptions } from "./call-options.ts";
import { readText, readUpTo } from "./body.ts";
import type { Deadline } from "./deadline.ts";
import type { Received } from "./exchange.ts";
import { lossInJson } from "./json-value.ts";
import { type Outcome, valueOf, type WireRequest } from "./transport.ts";

/** A call that sends JSON or nothing, and gets JSON or nothing. */
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
}

/** What came back. */
export interface JsonResponse {
  /** The body, or `undefined` when it was empty. */
  body: unknown;
  /** Makes the error for a body that is not what was expected. */
  unexpected(what: string): UnexpectedResponseError;
}

// More of an error's body is neither read nor shown.
const LARGEST_ERROR_BYTES = 1024 * 1024;

/** The request of a call, with the client's token and retries. */
export function jsonRequest(context: ClientContext, call: JsonCall): WireRequest {
  const { baseUrl, retry, tokenProvider } = context;
  const { method, path, query = {}, body, idempotent } = call;
  const url = new URL(`${baseUrl}${path}`);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return {
    method,
    url: url.href,
    path,
    // All requests must carry both, also those without a body (D).
    headers: new Headers({ accept: "application/json", "content-type": "application/json" }),
    body: body === undefined ? undefined : toJson(body, path),
    idempotent,
    writes: method !== "GET",
    retry,
    tokenProvider,
  };
}

/**
 * A value as JSON.
 *
 * @throws {TypeError} For what JSON would lose or change without saying so, naming its path.
 */
function toJson(value: unknown, path: string): string {
  const loss = lossInJson(value, "body");
  if (loss !== undefined) throw new TypeError(`${path}: ${loss}`);
  return JSON.stringify(value);
}

/**
 * Sends a call and reads the response.
 *
 * @throws {KinabaseError} When the response is no success, or no JSON.
 */
export async function sendJson(
  context: ClientContext,
  call: JsonCall,
  options: CallOptions | Deadline | undefined,
): Promise<JsonResponse> {
  return valueOf(await trySendJson(context, call, context.deadline(options)));
}

/** As {@linkcode sendJson}, but says with an error what happened to the call. */
export async function trySendJson(
  context: ClientContext,
  call: JsonCall,
  deadline: Deadline,
): Promise<Outcome<JsonResponse>> {
  const request = jsonRequest(context, call);
  return await context.transport.send(request, deadline, async (received) => {
    const text = await successText(context, request, received);
    const unexpected = (what: string) => unexpectedResponse(request, received, what);
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
 * Throws the error that a response stands for, unless it is a success.
 *
 * @throws {KinabaseError}
 */
export async function expectSuccess(
  context: ClientContext,
  request: WireRequest,
  received: Received,
): Promise<void> {
  if (!received.response.ok) await successText(context, request, received);
}

/** The error for a successful response that is not what was expected. */
export function unexpectedResponse(
  { method, path, writes }: WireRequest,
  { response: { status }, requestId, attempts }: Received,
  what: string,
): UnexpectedResponseError {
  return new UnexpectedResponseError(`${method} ${path} was answered with ${status}, ${what}`, {
    status,
    requestId,
    attempts,
    mayHaveBeenApplied: writes ? true : undefined,
    remedy: "Check baseUrl, and look for a proxy or a login page in between.",
  });
}

async function successText(
  { redactor, clock, maxResponseBytes }: ClientContext,
  { method, path, url }: WireRequest,
  received: Received,
): Promise<string> {
  const { response, deadline, attempts, requestId, maybeAppliedBefore } = received;
  const { status, headers } = response;
  if (response.ok) return await readText(response, deadline, redactor, maxResponseBytes);
  const body = await readUpTo(response, deadline, redactor, LARGEST_ERROR_BYTES);
  // An earlier attempt, whose response was lost, may have deleted it. A proxy's 404 does not say so.
  const deletedBefore = method === "DELETE" && status === 404 && maybeAppliedBefore;
  if (deletedBefore && isKinabaseEnvelope(body)) return "";
  const call = `${method} ${path}`;
  const now = clock.now();
  throw errorFromResponse({ call, url, status, headers, body, attempts, requestId, now, redactor });
}
