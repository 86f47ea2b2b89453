import { isServed } from "./connection.ts";
import { contentOf } from "./known-response.ts";

/** Handles requests to a mock. Clients call it like `fetch`; servers and the Workers runtime call it too. */
export interface MockFetch {
  /** The signature of the global `fetch`. */
  (input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** The signature that servers use. Arguments after the request are ignored. */
  (request: Request, connection: unknown, context?: unknown): Promise<Response>;
}

/**
 * Turns a server in the same process into a `fetch`. Like the global `fetch`, it rejects when the signal
 * aborts, also while a body is being read. Calls from a server are passed on unchanged, because servers
 * handle closed connections themselves.
 */
export function mockFetch(handle: Handle): MockFetch {
  return async (input: string | URL | Request, init?: unknown, ...context: unknown[]) => {
    const isOnPort = input instanceof Request && isServed(input);
    if (context.length === 0 && isRequestInit(init) && !isOnPort) {
      const isAbortable = input instanceof Request || Boolean(init?.signal);
      return await respondInProcess(handle, requestFrom(input, init), isAbortable);
    }
    return await handle(input instanceof Request ? input : new Request(input));
  };
}

/**
 * The request of a call. Its signal may come from another realm, such as jsdom, and `Request` rejects
 * those. So the signal is set on the request afterward.
 */
function requestFrom(input: string | URL | Request, init: RequestInit = {}): Request {
  const { signal, ...rest } = init;
  const request = new Request(input, rest);
  if (signal) Object.defineProperty(request, "signal", { value: signal });
  return request;
}

const REQUEST_INIT_NAMES = ["method", "headers", "body", "signal", "redirect", "duplex", "cache"];

/** Workers pass their bindings as the second argument, Bun its server, Deno the remote address. */
function isRequestInit(init: unknown): init is RequestInit | undefined {
  if (init === undefined) return true;
  return typeof init === "object" && init !== null &&
    REQUEST_INIT_NAMES.some((name) => Object.hasOwn(init, name));
}

/** A server that handles a request. */
type Handle = (request: Request) => Response | Promise<Response>;

/**
 * Handles a request as if over a connection: response and body end when the signal aborts.
 *
 * @param isAbortable Whether anything else than this call has the request's signal.
 */
export async function respondInProcess(
  handle: Handle,
  request: Request,
  isAbortable = true,
): Promise<Response> {
  if (!isAbortable) {
    const response = await handle(request);
    return contentOf(response) === undefined ? withBodyUntilAbort(response, request) : response;
  }
  request.signal.throwIfAborted();
  const response = await untilAbort(request.signal, Promise.resolve(handle(request)));
  return withBodyUntilAbort(response, request);
}

/** A copy of a response whose body ends when the request's signal aborts. */
function withBodyUntilAbort(response: Response, request: Request): Response {
  const known = contentOf(response);
  if (known !== undefined) return new Response(textUntilAbort(known.text, request), known);
  if (response.body === null) return response;
  const { status, statusText, headers } = response;
  const body = streamUntilAbort(response.body.getReader(), request);
  return new Response(body, { status, statusText, headers });
}

/** A text in one chunk. */
function textUntilAbort(text: string, request: Request): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    pull(controller) {
      // Keeps a reference to the request, see below.
      request.signal.throwIfAborted();
      controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
  }, { highWaterMark: 0 });
}

function streamUntilAbort(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  request: Request,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      // Keeps a reference to the request: on Node its signal stops firing once the request is collected.
      const { signal } = request;
      try {
        const { done, value } = await untilAbort(signal, reader.read());
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        void reader.cancel(error).catch(() => {});
        // A real connection does not reveal what went wrong on the server either.
        throw signal.aborted ? signal.reason : new TypeError("The connection was closed");
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

async function untilAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  if (signal.aborted) throw signal.reason;
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
