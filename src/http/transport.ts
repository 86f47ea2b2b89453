import type { Clock } from "../clock.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import { NetworkError } from "../errors/network-error.ts";
import { RateLimitedError } from "../errors/rate-limited-error.ts";
import { TimeoutError } from "../errors/timeout-error.ts";
import type { ClientListener } from "../events.ts";
import type { FetchFunction } from "../types.ts";
import { discard } from "./body.ts";
import type { Deadline } from "./deadline.ts";
import type { Redactor } from "./redact.ts";
import type { Throttle } from "./throttle.ts";
import { markUnsent } from "./unsent.ts";
import { retryDelay, type RetryPolicy } from "./retry.ts";

/** One call to the API, as the layers above describe it. */
export interface WireRequest {
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
  body?: BodyInit | undefined;
  /** Whether sending it twice does no harm. */
  idempotent: boolean;
  /** When and how often it is sent again. */
  retry: RetryPolicy;
  /** Where its token comes from; a request without one is sent without one. */
  bearer?: Bearer | undefined;
}

/** Gives the token of a request, and a new one when it was rejected. */
export interface Bearer {
  /** The token to use now. */
  current(deadline: Deadline): Promise<string>;
  /** Takes note that a token was rejected, and gives the one to try instead. */
  renew(rejected: string, deadline: Deadline): Promise<string>;
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

/** Sends requests: attempts, deadlines, retries, events, and the one renewal after a 401. */
export interface Transport {
  /**
   * Sends a request until there is an answer to keep. Every status comes back; only when no answer
   * arrives does it throw.
   *
   * @param receive Reads the answer; when its body breaks off, that counts as no answer.
   */
  send<T>(
    request: WireRequest,
    deadline: Deadline,
    receive: (answer: Answer) => Promise<T>,
  ): Promise<T>;
}

/** What a {@linkcode Transport} is made of. */
export interface TransportParts {
  /** Sends one request. */
  fetch: FetchFunction;
  /** Waits between attempts run on it. */
  clock: Clock;
  /** Measures how long an answer took. */
  stopwatch: Clock;
  /** Gives a number from 0 up to 1, for jitter. */
  random: () => number;
  /** How long one attempt may take, its body included, in milliseconds. */
  attemptTimeout: number;
  /** Spaces requests, for those who ask for it. */
  throttle: Throttle | undefined;
  /** Takes the events. */
  emit: ClientListener;
  /** Keeps secrets out of errors. */
  redactor: Redactor;
}

// Which header carries it is not known (A): these are the usual ones.
const REQUEST_ID_HEADERS = ["x-request-id", "request-id", "x-correlation-id", "cf-ray"];

/** Wires a {@linkcode Transport}. */
export function createTransport(parts: TransportParts): Transport {
  const { fetch, clock, stopwatch, random, attemptTimeout, throttle, emit, redactor } = parts;

  async function head(
    request: WireRequest,
    token: string | undefined,
    trip: Trip,
    deadline: Deadline,
  ): Promise<Answer> {
    const { method, path, url } = request;
    await awaitTurn(request, deadline);
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
        try {
          return await fetch(url, { ...init, signal });
        } catch (error) {
          throw new NetworkError(`${method} ${path} got no answer`, {
            attempts: attempt,
            cause: redactor.error(error),
            remedy: "Check the network and baseUrl, then try again.",
          });
        }
      });
      const requestId = requestIdIn(response.headers);
      emit({ type: "response", ...about(), status: response.status, requestId });
      return { response, deadline, attempts: attempt, sentAt, requestId, lost: trip.lost };
    } catch (error) {
      emit({ type: "response", ...about(), error: codeOf(error) ?? "aborted" });
      throw error;
    }
  }

  /** Waits for a place in the minute's budget. */
  async function awaitTurn({ method, path }: WireRequest, deadline: Deadline): Promise<void> {
    if (throttle === undefined) return;
    const wait = throttle.wait();
    if (wait > deadline.remaining()) {
      throw new RateLimitedError(`${method} ${path} would have to wait for ${wait} ms`, {
        retryAfter: wait,
        remedy:
          "The throttle's budget for this minute is used up. Wait, or allow a longer timeout.",
      });
    }
    throttle.take();
    if (wait > 0) await deadline.guard("place", (signal) => clock.sleep(wait, signal));
  }

  /** One attempt, and a second one with another token if the first is answered with 401. */
  async function authorised(request: WireRequest, deadline: Deadline, trip: Trip) {
    const { bearer } = request;
    const token = await bearer?.current(deadline);
    const first = await head(request, token, trip, deadline.attempt(attemptTimeout))
      .catch(lost);
    if (first instanceof KinabaseError || first.response.status !== 401) return first;
    if (bearer === undefined || token === undefined || trip.renewed) return first;
    trip.renewed = true;
    const fresh = await renewAfter(first.response, bearer, token, deadline);
    if (fresh === token || isOneShot(request.body)) return first;
    discard(first.response);
    return await head(request, fresh, trip, deadline.attempt(attemptTimeout)).catch(lost);
  }

  async function send<T>(
    request: WireRequest,
    deadline: Deadline,
    receive: (answer: Answer) => Promise<T>,
    trip: Trip,
  ): Promise<T> {
    const { method, path, idempotent, retry } = request;
    for (let attempt = 1;; attempt++) {
      const delayAfter = (answer?: Response) => {
        if (isOneShot(request.body)) return undefined;
        const now = clock.now();
        const delay = retryDelay(retry, { attempt, idempotent, answer, now, random });
        return delay !== undefined && delay < deadline.remaining() ? delay : undefined;
      };
      const outcome = await authorised(request, deadline, trip);
      let status: number | undefined;
      let failure: KinabaseError | undefined;
      let delay: number | undefined;
      if (outcome instanceof KinabaseError) {
        failure = outcome;
        delay = delayAfter();
      } else {
        status = outcome.response.status;
        delay = delayAfter(outcome.response);
        if (delay !== undefined) discard(outcome.response);
        else {
          try {
            return await receive(outcome);
          } catch (error) {
            failure = lost(error);
            delay = delayAfter();
          }
        }
      }
      if (delay === undefined) throw failure;
      trip.lost ||= status !== 429;
      const wait = delay;
      emit({
        type: "retry",
        method,
        path,
        attempt: trip.sent,
        delay,
        status,
        error: failure?.code,
      });
      await deadline.guard("answer", (signal) => clock.sleep(wait, signal));
    }
  }

  return {
    async send(request, deadline, receive) {
      const trip: Trip = { sent: 0, renewed: false, lost: false };
      try {
        return await send(request, deadline, receive, trip);
      } catch (error) {
        if (error instanceof KinabaseError) error.attempts ??= trip.sent;
        if (trip.sent === 0) markUnsent(error);
        throw error;
      }
    },
  };
}

/** What a call has been through. */
interface Trip {
  sent: number;
  renewed: boolean;
  lost: boolean;
}

/** Renews the token; frees the rejected answer's connection if that fails. */
async function renewAfter(
  response: Response,
  bearer: Bearer,
  rejected: string,
  deadline: Deadline,
): Promise<string> {
  try {
    return await bearer.renew(rejected, deadline);
  } catch (error) {
    discard(response);
    throw error;
  }
}

/** Gives back an error that another attempt may mend: no answer arrived, or not all of it. */
function lost(error: unknown): NetworkError | TimeoutError {
  if (error instanceof NetworkError) return error;
  if (error instanceof TimeoutError && error.scope === "attempt") return error;
  throw error;
}

/** Whether a body can be sent only once: a stream, or an iterator that some runtimes take as well. */
function isOneShot(body: BodyInit | null | undefined): boolean {
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

function requestIdIn(headers: Headers): string | undefined {
  for (const name of REQUEST_ID_HEADERS) {
    const id = headers.get(name);
    if (id !== null) return id;
  }
  return undefined;
}

function codeOf(error: unknown): KinabaseError["code"] | undefined {
  return error instanceof KinabaseError ? error.code : undefined;
}
