import { type Clock, monotonicTime } from "../clock.ts";
import { NetworkError, UnexpectedResponseError } from "../errors/errors.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import type { ClientListener } from "../events.ts";
import type { FetchFunction } from "../wire/types.ts";
import { type CallState, provesNotApplied } from "./call-state.ts";
import type { Deadline } from "./deadline.ts";
import { isDefectOfFetch, responseFrom } from "./fetch-result.ts";
import type { Redactor } from "./redact.ts";

/** What a request may carry. Not by the name `BodyInit`, which is no global type in every runtime's types. */
export type RequestBody = NonNullable<RequestInit["body"]>;

/** One request, as the layers above describe it. */
export interface ExchangeRequest {
  /** The HTTP method. */
  method: string;
  /** The whole URL. */
  url: string;
  /** The path below the base URL, for events and errors. */
  path: string;
  /** The headers, without `Authorization`. */
  headers: Headers;
  /** What else `fetch` gets, such as a runtime's own fields. */
  init?: RequestInit | undefined;
  /** The body. */
  body?: RequestBody | undefined;
  /** Whether sending it twice does no harm. */
  idempotent: boolean;
}

/** A response whose head has arrived. */
export interface Received {
  /** The response, its body unread. */
  response: Response;
  /** Covers reading the body. */
  deadline: Deadline;
  /** How many requests were sent. */
  attempts: number;
  /** When this attempt was sent, on the client's clock. */
  sentAt: number;
  /** The request ID in the response. */
  requestId: string | undefined;
  /** Whether an earlier attempt of the call may have been carried out. */
  maybeAppliedBefore: boolean;
}

/** What an {@linkcode Exchange} is made of. */
export interface ExchangeParts {
  /** Sends one request. */
  fetch: FetchFunction;
  /** Tells when it was sent. */
  clock: Clock;
  /** Measures how long a response took. */
  stopwatch: Clock;
  /** Takes the events. */
  emit: ClientListener;
  /** Keeps secrets out of errors. */
  redactor: Redactor;
}

/** Sends one request and gives the response, its body unread. */
export type Exchange = (
  request: ExchangeRequest,
  token: string | undefined,
  state: CallState,
  deadline: Deadline,
) => Promise<Received>;

// Which header carries it is not known (A): these are the usual ones.
const REQUEST_ID_HEADERS = ["x-request-id", "request-id", "x-correlation-id", "cf-ray"];

/** Wires an {@linkcode Exchange}. */
export function createExchange(parts: ExchangeParts): Exchange {
  const { fetch, clock, stopwatch, emit, redactor } = parts;
  return async (request, token, state, deadline) => {
    const { method, path, url } = request;
    const attempt = ++state.attempts;
    const headers = new Headers(request.headers);
    if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
    const init: RequestInit & { duplex?: "half" } = {
      ...request.init,
      method,
      headers,
      // A token must not follow a redirect to another place.
      redirect: "manual",
    };
    if (request.body !== undefined) init.body = request.body;
    // The client must know how often a DELETE was sent, to understand a 404.
    if (!request.idempotent || method === "DELETE") forbidResending(init, headers);
    // Node refuses a stream as a body without it.
    if (isOneShot(init.body)) init.duplex = "half";

    emit({ type: "request", method, path, attempt });
    const maybeAppliedBefore = state.maybeApplied;
    const sentAt = clock.now();
    const startedAt = monotonicTime(stopwatch);
    const about = () => ({ method, path, attempt, duration: monotonicTime(stopwatch) - startedAt });
    try {
      const response = await deadline.guard("response", async (signal) => {
        // Until the response says otherwise.
        state.maybeApplied = true;
        try {
          return responseFrom(await fetch(url, { ...init, signal }));
        } catch (error) {
          if (isDefectOfFetch(error)) throw redactor.untouchedIfClean(error);
          throw new NetworkError(`No response to ${method} ${path}`, {
            attempts: attempt,
            cause: redactor.error(error),
            remedy: request.idempotent
              ? "Check the network and baseUrl, then try again."
              : "Check the network and baseUrl. The request may have been carried out: check " +
                "before you send it again.",
          });
        }
      });
      const { status } = response;
      if (provesNotApplied(status)) state.maybeApplied = maybeAppliedBefore;
      const requestId = requestIdIn(response.headers, redactor);
      emit({ type: "response", ...about(), status, requestId });
      if (status < 200 || status > 599) throw notAStatus(request, status, attempt);
      return { response, deadline, attempts: attempt, sentAt, requestId, maybeAppliedBefore };
    } catch (error) {
      if (!(error instanceof UnexpectedResponseError)) {
        emit({ type: "response", ...about(), error: codeOf(error) ?? "aborted" });
      }
      throw error;
    }
  };
}

/** Whether a body can be sent only once: a stream, or an iterator that some runtimes take as well. */
export function isOneShot(body: RequestBody | null | undefined): boolean {
  if (body === undefined || body === null || typeof body === "string") return false;
  return !(body instanceof ArrayBuffer || ArrayBuffer.isView(body) || body instanceof Blob ||
    body instanceof FormData || body instanceof URLSearchParams);
}

/**
 * Keeps the runtime from sending a request again on its own when its connection closes before the
 * response: neither Deno nor Bun would say so, and a write could happen twice.
 *
 * Deno does so with every method unless the body is a stream, so it gets one, also where there is no
 * body. Bun does so on a connection that was used before, with every method but POST and PATCH, so
 * these get a connection of their own.
 */
function forbidResending(init: RequestInit, headers: Headers): void {
  const { method, body } = init;
  if ("Bun" in globalThis && method !== "POST" && method !== "PATCH") init.keepalive = false;
  // These two cannot have a body.
  if (!("Deno" in globalThis) || method === "GET" || method === "HEAD" || isOneShot(body)) return;
  const plain = new Response(body ?? "");
  // Piped, since Deno sees through a stream that is still the body of a Response.
  init.body = plain.body?.pipeThrough(new TransformStream()) ?? null;
  // What the runtime would have said of the body: of a form, where its parts begin.
  const type = plain.headers.get("content-type");
  if (body && type !== null && !headers.has("content-type")) headers.set("content-type", type);
}

/** No HTTP response has such a status, but a stub may. `new Response` takes none outside 200 to 599. */
function notAStatus(
  { method, path }: ExchangeRequest,
  status: number,
  attempts: number,
): UnexpectedResponseError {
  return new UnexpectedResponseError(
    `${method} ${path} was answered with status ${status}; expected 200 to 599`,
    { status, attempts, remedy: "Check the fetch option, or what answers at baseUrl." },
  );
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
