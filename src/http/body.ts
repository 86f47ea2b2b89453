import { NetworkError, UnexpectedResponseError } from "../errors/errors.ts";
import type { Deadline } from "./deadline.ts";
import { bytesFrom } from "./fetch-defects.ts";
import type { Redactor } from "./redact.ts";

/**
 * Reads a whole body as text, with a deadline.
 *
 * @param maxBytes A larger body throws an {@linkcode UnexpectedResponseError}.
 */
export async function readText(
  received: Unread,
  redactor: Redactor,
  maxBytes: number,
): Promise<string> {
  const text = await readUpTo(received, redactor, maxBytes);
  if (text !== undefined) return text;
  throw new UnexpectedResponseError(
    `The response to ${received.name} is larger than ${maxBytes} bytes`,
    {
      status: received.response.status,
      remedy: "Increase maxResponseBytes, or request less at once: smaller pages or batches.",
    },
  );
}

/** A response with an unread body. */
export interface Unread {
  /** The request, as messages name it. */
  name: string;
  /** The response. */
  response: Response;
  /** The deadline for reading the body. */
  deadline: Deadline;
  /** Aborts the request. */
  abort: () => void;
}

/** For whole texts. One that keeps a part of a character for the next chunk cannot be shared. */
const UTF8 = new TextDecoder();

/**
 * Reads a whole body as text, with a deadline. Returns `undefined` when it is too large.
 *
 * @param maxBytes The maximum size, in bytes.
 */
export async function readUpTo(
  { name, response, deadline, abort }: Unread,
  redactor: Redactor,
  maxBytes: number,
): Promise<string | undefined> {
  if (isKnownToFit(response, maxBytes)) {
    try {
      // Faster than chunk by chunk, on Deno by half of a whole call.
      return await deadline.guard(
        `complete response to ${name}`,
        () => unlessCut(response.text(), redactor, name),
      );
    } catch (error) {
      // A body that is being read cannot be canceled, and one that is not yet read can.
      abort();
      discard(response);
      throw error;
    }
  }
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const read = async () => {
    let newest = await readChunk(reader, redactor, name);
    if (newest === undefined) return "";
    // Made only for a second chunk, which most responses do not have.
    let decoder: TextDecoder | undefined;
    let text = "";
    let bytes = 0;
    for (;;) {
      bytes += newest.byteLength;
      if (bytes > maxBytes) {
        cancel(reader);
        return undefined;
      }
      const next = await readChunk(reader, redactor, name);
      if (next === undefined) return text + (decoder ?? UTF8).decode(newest);
      decoder ??= new TextDecoder();
      text += decoder.decode(newest, { stream: true });
      newest = next;
    }
  };
  try {
    return await deadline.guard(`complete response to ${name}`, read);
  } catch (error) {
    // Also when the deadline has passed before the first read.
    cancel(reader);
    throw error;
  }
}

/** Whether a response says how long it is. The length of a compressed body is that of fewer bytes than it has. */
function isKnownToFit(response: Response, maxBytes: number): boolean {
  const { headers } = response;
  const length = headers.get("content-length");
  return length !== null && /^\d+$/.test(length) && Number(length) <= maxBytes &&
    headers.get("content-encoding") === null && response instanceof Response;
}

/**
 * Yields the chunks of a body, each with its own deadline. Leaving the loop ends the transfer.
 *
 * @param deadline Starts the deadline of one chunk.
 */
export async function* chunksOf(
  { name, response }: Pick<Unread, "name" | "response">,
  deadline: () => Deadline,
  redactor: Redactor,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const chunk = await deadline().guard(
        `complete response to ${name}`,
        () => readChunk(reader, redactor, name),
      );
      if (chunk === undefined) return;
      yield chunk;
    }
  } finally {
    // Has no effect on a body that was read to its end.
    cancel(reader);
  }
}

/** Cancels a body that is not needed, to free its connection. */
export function discard(response: Response): void {
  if (response.body !== null) cancel(response.body);
}

/**
 * Cancels a body. It is not awaited, because that may take long. Errors are ignored: a body that has already
 * failed cannot be canceled, and need not be.
 */
export function cancel(body: { cancel(reason?: unknown): Promise<void> }, reason?: unknown): void {
  (async () => await body.cancel(reason))().catch(() => {});
}

/** Returns the next chunk, or `undefined` at the end. */
export async function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  redactor: Redactor,
  name: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { value: chunk }: { value?: unknown } = await unlessCut(reader.read(), redactor, name);
  return chunk === undefined ? undefined : bytesFrom(chunk);
}

/** Returns what was read. An error means that the connection was lost. */
async function unlessCut<T>(reading: Promise<T>, redactor: Redactor, name: string): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new NetworkError(`The response to ${name} ended before it was complete`, {
      cause: redactor.error(error),
      remedy:
        "If it happens again, look for a proxy that closes connections early. A write whose " +
        "mayHaveBeenApplied is true may have been applied: check before you send it again.",
    });
  }
}
