import { NetworkError, UnexpectedResponseError } from "../errors/errors.ts";
import type { Deadline } from "./deadline.ts";
import type { Redactor } from "./redact.ts";

/**
 * Reads a whole body as text under a deadline.
 *
 * @param maxBytes More than this is an {@linkcode UnexpectedResponseError}.
 */
export async function readText(
  response: Response,
  deadline: Deadline,
  redactor: Redactor,
  maxBytes: number,
): Promise<string> {
  const text = await readUpTo(response, deadline, redactor, maxBytes);
  if (text !== undefined) return text;
  throw new UnexpectedResponseError(`The response is larger than ${maxBytes} bytes`, {
    status: response.status,
    remedy: "Raise maxResponseBytes, or ask for less at once: smaller pages or batches.",
  });
}

/**
 * Reads a whole body as text under a deadline, or gives nothing when it is too large.
 *
 * @param maxBytes How many bytes are read at most.
 */
export function readUpTo(
  response: Response,
  deadline: Deadline,
  redactor: Redactor,
  maxBytes: number,
): Promise<string | undefined> {
  const { body } = response;
  if (body === null) return Promise.resolve("");
  return deadline.guard("complete response", async (signal) => {
    const reader = body.getReader();
    signal.addEventListener("abort", () => void reader.cancel().catch(() => {}), { once: true });
    const decoder = new TextDecoder();
    let text = "";
    let bytes = 0;
    for (;;) {
      const chunk = await readChunk(reader, redactor);
      if (chunk === undefined) return text + decoder.decode();
      bytes += chunk.byteLength;
      if (bytes > maxBytes) {
        void reader.cancel().catch(() => {});
        return undefined;
      }
      text += decoder.decode(chunk, { stream: true });
    }
  });
}

/**
 * The same response, its body under a deadline. A timer runs only while somebody waits for a chunk,
 * so that a response which is dropped unread holds nothing.
 */
export function withDeadline(response: Response, deadline: Deadline, redactor: Redactor): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  // Bytes, as a runtime's own bodies are, so that a reader may bring its own buffer.
  const body = new ReadableStream({
    type: "bytes",
    async pull(controller) {
      try {
        for (;;) {
          const chunk = await deadline.guard(
            "complete response",
            () => readChunk(reader, redactor),
          );
          if (chunk === undefined) {
            controller.close();
            // A reader with its own buffer waits for it to be given back.
            controller.byobRequest?.respond(0);
            return;
          }
          if (chunk.byteLength > 0) return controller.enqueue(chunk);
        }
      } catch (error) {
        void reader.cancel(error).catch(() => {});
        throw error;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
  const { status, statusText, headers, url } = response;
  const guarded = new Response(body, { status, statusText, headers });
  Object.defineProperty(guarded, "url", { value: url });
  return guarded;
}

/**
 * The chunks of a body, each under a deadline of its own. Leaving the loop ends the transfer.
 *
 * @param deadline Starts the deadline of one chunk.
 */
export async function* chunksOf(
  response: Response,
  deadline: () => Deadline,
  redactor: Redactor,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const chunk = await deadline().guard("further chunk", () => readChunk(reader, redactor));
      if (chunk === undefined) return;
      yield chunk;
    }
  } finally {
    // Has no effect on a body that was read to its end.
    void reader.cancel().catch(() => {});
  }
}

/** Gives up a body that nobody will read, so that its connection is free. */
export function discard(response: Response): void {
  // Not awaited, since a stream may take its time over it. A body that has already failed cannot be
  // canceled, and need not be.
  void response.body?.cancel().catch(() => {});
}

/** The next chunk, or nothing at the end. */
async function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  redactor: Redactor,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return (await reader.read()).value;
  } catch (error) {
    throw new NetworkError("The response ended before it was complete", {
      cause: redactor.error(error),
      remedy: "If it happens again, look for a proxy that cuts connections. A request that wrote " +
        "something may have been carried out: check before you send it again.",
    });
  }
}
