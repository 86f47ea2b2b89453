import { type Clock, monotonicTime } from "../clock.ts";
import { NetworkError, UnexpectedResponseError } from "../errors/errors.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import type { Emit } from "../events.ts";
import type { FetchFunction } from "../wire/types.ts";
import type { CallState } from "./call-state.ts";
import type { Deadline } from "./deadline.ts";
import { expectStatus, isDefectOfFetch, responseFrom } from "./fetch-defects.ts";
import { noteSent, noteStatus } from "./maybe-applied.ts";
import type { Redactor } from "./redact.ts";

/** A request body. `BodyInit` is not used, because not every runtime's types have it as a global. */
export type RequestBody = NonNullable<RequestInit["body"]>;

/** One request, without its token. */
export interface ExchangeRequest {
  /** The HTTP method. */
  method: string;
  /** The whole URL. */
  url: string;
  /** The path below the base URL, for events and errors. */
  path: string;
  /** The headers, without `Authorization`. The names are in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Further fields for `fetch`, such as those of a runtime. */
  init?: RequestInit | undefined;
  /** The body. */
  body?: RequestBody | undefined;
  /** Whether it is safe to send it twice. */
  idempotent: boolean;
}

/** A response whose headers have arrived. */
export interface Received {
  /** The request, as messages name it. */
  name: string;
  /** The response, with its body unread. */
  response: Response;
  /** The deadline for reading the body. */
  deadline: Deadline;
  /** How many requests were sent. */
  attempts: number;
  /** When this attempt was sent, on the client's clock. */
  sentAt: number;
  /** Aborts the request, which ends the transfer of its body. */
  abort: () => void;
  /** Returns the request ID in the response. */
  requestId: () => string | undefined;
  /** Whether an earlier attempt of the call may have been applied. */
  maybeAppliedBefore: boolean;
}

/** The parts of an {@linkcode Exchange}. */
export interface ExchangeParts {
  /** Sends one request. */
  fetch: FetchFunction;
  /** The clock for the time of sending. */
  clock: Clock;
  /** Measures how long a response took. */
  stopwatch: Clock;
  /** Receives the events. */
  emit: Emit;
  /** Keeps secrets out of errors. */
  redactor: Redactor;
}

/** Sends one request and returns the response, with its body unread. */
export type Exchange = (
  request: ExchangeRequest,
  token: string | undefined,
  state: CallState,
  deadline: Deadline,
) => Promise<Received>;

interface Init extends RequestInit {
  duplex?: "half";
}

// Which header Kinabase uses is not known (A). These are common names.
const REQUEST_ID_HEADERS = ["x-request-id", "request-id", "x-correlation-id", "cf-ray"];

/** Creates an {@linkcode Exchange}. */
export function createExchange(parts: ExchangeParts): Exchange {
  const { fetch, clock, stopwatch, emit, redactor } = parts;
  return async (request, token, state, deadline) => {
    const { method, path, url } = request;
    const name = nameOf(request);
    const attempt = state.attempts + 1;
    const transfer = new AbortController();
    // Without a reason: with one, workerd reports an uncaught exception when the request has a body.
    const abort = () => transfer.abort();
    // A plain object: `fetch` makes its own Headers of it.
    const headers = token === undefined
      ? { ...request.headers }
      : { ...request.headers, authorization: `Bearer ${token}` };
    const init: Init = {
      ...request.init,
      method,
      headers,
      // A token must not be sent to the target of a redirect.
      redirect: "manual",
      signal: transfer.signal,
    };
    if (request.body !== undefined) init.body = request.body;
    // To interpret a 404, the client must know how often a DELETE was sent.
    if (!request.idempotent || method === "DELETE") forbidResending(init, headers);
    // Node rejects a stream as a body without it.
    if (isOneShot(init.body)) init.duplex = "half";

    emit?.({ type: "request", method, path, attempt });
    const sentAt = clock.now();
    const startedAt = monotonicTime(stopwatch);
    const about = () => ({ method, path, attempt, duration: monotonicTime(stopwatch) - startedAt });
    try {
      const response = await deadline.guard(`response to ${name}`, async () => {
        state.attempts = attempt;
        noteSent(state);
        try {
          return responseFrom(await fetch(url, init));
        } catch (error) {
          if (isDefectOfFetch(error)) throw redactor.untouchedIfClean(error);
          throw new NetworkError(`No response to ${name}`, {
            cause: redactor.error(error),
            remedy: "Check the network and baseUrl, and in a browser CORS. " +
              (request.idempotent
                ? "Then retry."
                : "A write may have been applied: check before you send it again."),
          });
        }
      });
      const { status } = response;
      noteStatus(state, status);
      const requestId = () => requestIdIn(response.headers, redactor);
      emit?.({ type: "response", ...about(), status, requestId: requestId() });
      expectStatus(name, status);
      const { maybeAppliedBefore } = state;
      return {
        name,
        response,
        deadline,
        attempts: attempt,
        sentAt,
        abort,
        requestId,
        maybeAppliedBefore,
      };
    } catch (error) {
      abort();
      if (!(error instanceof UnexpectedResponseError)) {
        const code = codeOf(error) ?? (deadline.aborted() ? "aborted" : "defect");
        emit?.({ type: "response", ...about(), error: code });
      }
      throw error;
    }
  };
}

/** Names a request in messages: `GET status at app.kinabase.com`. The host shows a wrong `baseUrl`. */
export function nameOf({ method, path, url }: ExchangeRequest): string {
  return `${method} ${path} at ${url.split("/")[2]}`;
}

/** Whether a body can be sent only once: a stream, or an iterator, which some runtimes accept. */
export function isOneShot(body: RequestBody | null | undefined): boolean {
  if (body === undefined || body === null || typeof body === "string") return false;
  return !(body instanceof ArrayBuffer || ArrayBuffer.isView(body) || body instanceof Blob ||
    body instanceof FormData || body instanceof URLSearchParams);
}

/**
 * Prevents the runtime from silently resending a request when its connection closes before the response.
 * Deno and Bun do this, and a write could be applied twice.
 *
 * Deno resends requests of every method unless the body is a stream, so every body becomes a stream, even
 * an empty one. Bun resends on reused connections, except for POST and PATCH, so other methods get a new
 * connection.
 */
function forbidResending(init: RequestInit, headers: Record<string, string>): void {
  const { method, body } = init;
  if ("Bun" in globalThis && method !== "POST" && method !== "PATCH") init.keepalive = false;
  // GET and HEAD cannot have a body.
  if (!("Deno" in globalThis) || method === "GET" || method === "HEAD" || isOneShot(body)) return;
  const plain = new Response(body ?? "");
  // The content type that the runtime would have set, with a form's boundary.
  const type = plain.headers.get("content-type");
  if (body && type !== null) headers["content-type"] ??= type;
  // Piped, because Deno recognizes a stream that is still the body of a Response.
  init.body = plain.body?.pipeThrough(new TransformStream()) ?? null;
}

function requestIdIn(headers: Headers, redactor: Redactor): string | undefined {
  for (const name of REQUEST_ID_HEADERS) {
    const id = headers.get(name);
    if (id !== null) return redactor.shown(id);
  }
  return undefined;
}

function codeOf(error: unknown): KinabaseError["code"] | undefined {
  return error instanceof KinabaseError ? error.code : undefined;
}
