/** Answers a mock's requests. It is called like `fetch`, or by a server or the Workers runtime. */
export interface MockFetch {
  /** As the global `fetch`. */
  (input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** As a server calls it. What it passes beside the request is ignored. */
  (request: Request, connection: unknown, context?: unknown): Promise<Response>;
}

/**
 * Makes a `fetch` out of a server in the same process. Like the global one it rejects when the signal
 * aborts, also while a body is read. A server's connections end by themselves, so a server's call is
 * passed on as it is.
 */
export function mockFetch(handle: Handle): MockFetch {
  return async (input: string | URL | Request, init?: unknown, ...context: unknown[]) => {
    if (context.length === 0 && isRequestInit(init)) {
      return await answerInProcess(handle, requestFrom(input, init));
    }
    return await handle(input instanceof Request ? input : new Request(input));
  };
}

/**
 * The request of a call. Its signal may be of another realm, as jsdom makes them, which `Request` refuses;
 * so the request gets it as it is.
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

/** A server that answers a request. */
type Handle = (request: Request) => Response | Promise<Response>;

/** Lets a server answer a request as over a connection: it ends, body and all, when the signal aborts. */
export async function answerInProcess(handle: Handle, request: Request): Promise<Response> {
  request.signal.throwIfAborted();
  const response = await untilAbort(request.signal, Promise.resolve(handle(request)));
  if (response.body === null) return response;
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // The request is held, not its signal alone, which on Node falls silent once the request is gone.
      const { signal } = request;
      try {
        const { done, value } = await untilAbort(signal, reader.read());
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        void reader.cancel(error).catch(() => {});
        // What went wrong on the server's side is not seen on a true connection either.
        throw signal.aborted ? signal.reason : new TypeError("The connection was closed");
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
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
