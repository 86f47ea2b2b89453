import type { FetchFunction } from "../src/types.ts";

/**
 * Makes a `fetch` out of a server in the same process. Like a true one it rejects when the signal
 * aborts, also while a body is read.
 */
export function inProcessFetch(
  handle: (request: Request) => Response | Promise<Response>,
): FetchFunction {
  return async (input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const response = await untilAbort(signal, Promise.resolve(handle(request)));
    if (response.body === null) return response;
    const reader = response.body.getReader();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          const { done, value } = await untilAbort(signal, reader.read());
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          void reader.cancel(error).catch(() => {});
          // What went wrong on the server's side is not seen on a true connection either.
          throw signal.aborted ? signal.reason : new TypeError("The connection broke off");
        }
      },
      cancel: (reason) => reader.cancel(reason),
    }, { highWaterMark: 0 });
    const { status, statusText, headers } = response;
    return new Response(body, { status, statusText, headers });
  };
}

async function untilAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { signal: settled.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    settled.abort();
  }
}
