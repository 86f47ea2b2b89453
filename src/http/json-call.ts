import type { ClientContext } from "../client-context.ts";
import { UnexpectedResponseError } from "../errors/errors.ts";
import { errorOfCall } from "../errors/from-response.ts";
import { UNEXPECTED_BODY_REMEDY } from "../errors/remedies.ts";
import type { CallOptions } from "./call-options.ts";
import { readText, readUpTo } from "./body.ts";
import type { Deadline } from "./deadline.ts";
import type { Received } from "./exchange.ts";
import { isSuccess } from "./fetch-defects.ts";
import { JSON_HEADERS } from "./json-headers.ts";
import { wasDeletedBefore } from "./lost-delete.ts";
import { type Outcome, valueOf, type WireRequest } from "./transport.ts";

/** A call with an optional JSON body and an optional JSON response. */
export interface JsonCall {
  /** The HTTP method. */
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path below the base URL, each segment encoded. */
  path: string;
  /** The query parameters. Those that are `undefined` are left out. */
  query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** The body: JSON, as `jsonText` makes it. */
  body?: string | undefined;
  /** Whether it is safe to send it twice. */
  idempotent: boolean;
  /** Whether it is a batch of bulk work. */
  bulk?: boolean | undefined;
}

/** A successful response. */
export interface JsonResponse {
  /** The body, or `undefined` when it was empty. */
  body: unknown;
  /** Creates the error for an unexpected body. */
  unexpected(what: string): UnexpectedResponseError;
}

// Larger error bodies are neither read nor shown.
const LARGEST_ERROR_BYTES = 1024 * 1024;

/** Creates the request of a call, with the client's token and retry policy. */
export function jsonRequest(context: ClientContext, call: JsonCall): WireRequest {
  const { baseUrl, retry, sendWithToken } = context;
  const { method, path, query, body, idempotent, bulk } = call;
  return {
    method,
    url: baseUrl + path + queryText(query),
    path,
    headers: JSON_HEADERS,
    body,
    idempotent,
    writes: method !== "GET",
    bulk,
    retry,
    sendWithToken,
  };
}

function queryText(query: JsonCall["query"]): string {
  if (query === undefined) return "";
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

/**
 * Sends a call and reads the response.
 *
 * @throws {KinabaseError} When the response is not a success or its body is not JSON.
 */
export async function sendJson(
  context: ClientContext,
  call: JsonCall,
  options: CallOptions | Deadline | undefined,
): Promise<JsonResponse> {
  return valueOf(await trySendJson(context, call, context.deadline(options)));
}

/** Like {@linkcode sendJson}, but returns the error of a request together with the call's state. */
export async function trySendJson(
  context: ClientContext,
  call: JsonCall,
  deadline: Deadline,
): Promise<Outcome<JsonResponse>> {
  const request = jsonRequest(context, call);
  return await context.transport.send(request, deadline, async (received) => {
    const text = await successText(context, request, received);
    const unexpected = (what: string) => unexpectedResponse(context, request, received, what);
    if (text.trim() === "") return { body: undefined, unexpected };
    try {
      const body: unknown = JSON.parse(text);
      return { body, unexpected };
    } catch {
      throw unexpected("but the body is not JSON");
    }
  });
}

/**
 * Throws the error for a response, unless it is a success.
 *
 * @throws {KinabaseError} When the status is not 2xx.
 */
export async function expectSuccess(
  context: ClientContext,
  request: WireRequest,
  received: Received,
): Promise<void> {
  if (!isSuccess(received.response)) await successText(context, request, received);
}

/**
 * Creates the error for a successful response with an unexpected body.
 *
 * @param what What is unexpected. It may contain text from the response.
 */
function unexpectedResponse(
  { redactor }: ClientContext,
  { writes }: WireRequest,
  { name, response: { status }, requestId, attempts }: Received,
  what: string,
): UnexpectedResponseError {
  return new UnexpectedResponseError(
    `${name} returned ${status}, ${redactor.shown(what)}`,
    {
      status,
      requestId: requestId(),
      attempts,
      mayHaveBeenApplied: writes ? true : undefined,
      remedy: UNEXPECTED_BODY_REMEDY,
    },
  );
}

async function successText(
  { redactor, clock, maxResponseBytes }: ClientContext,
  request: WireRequest,
  received: Received,
): Promise<string> {
  const { response } = received;
  if (isSuccess(response)) return await readText(received, redactor, maxResponseBytes);
  const body = await readUpTo(received, redactor, LARGEST_ERROR_BYTES);
  if (wasDeletedBefore(request, received, body)) return "";
  throw errorOfCall({ request, received, body, now: clock.now(), redactor });
}
