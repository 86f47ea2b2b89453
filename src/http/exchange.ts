import type { Clock } from "../clock.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import { NetworkError } from "../errors/errors.ts";
import type { ClientListener } from "../events.ts";
import type { FetchFunction } from "../wire/types.ts";
import type { Deadline } from "./deadline.ts";
import type { Redactor } from "./redact.ts";

/** What a request may carry. Not by the name `BodyInit`, which is no global type in every runtime's types. */
export type RequestBody = NonNullable<RequestInit["body"]>;

/** What is known of a write, however its call ends. */
export interface Fate {
  /** Nothing was sent yet, or all of it was refused before anything was looked at (S, D). */
  unwritten?: boolean | undefined;
}

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
  /** What else `fetch` is to be given, such as a runtime's own fields. */
  init?: RequestInit | undefined;
  /** The body. */
  body?: RequestBody | undefined;
  /** Whether sending it twice does no harm. */
  idempotent: boolean;
  /** Is told what becomes of it. Not the error: one abort's reason may end several calls. */
  fate?: Fate | undefined;
}

/** An answer whose head has arrived. */
export interface Answer {
  /** The answer, its body unread. */
  response: Response;
  /** Covers reading the body. */
  deadline: Deadline;
  /** How many requests were sent. */
  attempts: number;
  /** When this attempt was sent, on the client's clock. */
  sentAt: number;
  /** The answer's request ID. */
  requestId: string | undefined;
  /** Whether an earlier attempt was sent and got no answer, so that it may have been carried out. */
  lost: boolean;
}

/** What a call has been through so far. */
export interface Trip {
  /** How many requests were sent. */
  sent: number;
  /** Whether its token was renewed after a 401. */
  renewed: boolean;
  /** Whether a request was sent and got no answer, so that it may have been carried out. */
  lost: boolean;
}

/** What an {@linkcode Exchange} is made of. */
export interface ExchangeParts {
  /** Sends one request. */
  fetch: FetchFunction;
  /** Tells when it was sent. */
  clock: Clock;
  /** Measures how long an answer took. */
  stopwatch: Clock;
  /** Takes the events. */
  emit: ClientListener;
  /** Keeps secrets out of errors. */
  redactor: Redactor;
}

/** Sends one request and gives the answer, its body unread. */
export type Exchange = (
  request: ExchangeRequest,
  token: string | undefined,
  trip: Trip,
  deadline: Deadline,
) => Promise<Answer>;

const REFUSED_UNREAD: ReadonlySet<number> = new Set([401, 403, 429]);

// Which header carries it is not known (A): these are the usual ones.
const REQUEST_ID_HEADERS = ["x-request-id", "request-id", "x-correlation-id", "cf-ray"];

/** Wires an {@linkcode Exchange}. */
export function createExchange(parts: ExchangeParts): Exchange {
  const { fetch, clock, stopwatch, emit, redactor } = parts;
  return async (request, token, trip, deadline) => {
    const { method, path, url } = request;
    const attempt = ++trip.sent;
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
    // Of a DELETE the client must know how often it was sent, to understand a 404.
    if (!request.idempotent || method === "DELETE") forbidResending(init, headers);
    // Node refuses a stream as a body without it.
    if (isOneShot(init.body)) init.duplex = "half";

    emit({ type: "request", method, path, attempt });
    const sentAt = clock.now();
    const startedAt = stopwatch.now();
    const about = () => ({ method, path, attempt, duration: stopwatch.now() - startedAt });
    try {
      const response = await deadline.guard("answer", async (signal) => {
        if (request.fate !== undefined) request.fate.unwritten = false;
        try {
          return await fetch(url, { ...init, signal });
        } catch (error) {
          throw new NetworkError(`${method} ${path} got no answer`, {
            attempts: attempt,
            cause: redactor.error(error),
            remedy: request.idempotent
              ? "Check the network and baseUrl, then try again."
              : "Check the network and baseUrl. Whether the request was carried out is not known: " +
                "look before sending it again.",
          });
        }
      });
      if (request.fate !== undefined && !trip.lost && REFUSED_UNREAD.has(response.status)) {
        request.fate.unwritten = true;
      }
      const requestId = requestIdIn(response.headers, redactor);
      emit({ type: "response", ...about(), status: response.status, requestId });
      return { response, deadline, attempts: attempt, sentAt, requestId, lost: trip.lost };
    } catch (error) {
      emit({ type: "response", ...about(), error: codeOf(error) ?? "aborted" });
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
 * Keeps the runtime from sending a request again by itself when its connection closes before the
 * answer: neither Deno nor Bun would tell, so a write could happen twice.
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

function requestIdIn(headers: Headers, redactor: Redactor): string | undefined {
  for (const name of REQUEST_ID_HEADERS) {
    const id = headers.get(name);
    if (id !== null) return redactor.text(id);
  }
  return undefined;
}

function codeOf(error: unknown): KinabaseError["code"] | undefined {
  return error instanceof KinabaseError ? error.code : undefined;
}
