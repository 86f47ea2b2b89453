import { breakOff } from "../support/connection.ts";
import { turn } from "../world/clock/turn.ts";

// Servers buffer the beginning of a body for a turn or two before they send the headers. If the body fails
// in that time, they send an error of their own instead.
const TURNS_BEFORE_CUT = 4;

/** A response body, read only on demand. */
type Body = ReadableStream<Uint8Array> | null;

/** Sends the first bytes of a body, then stalls forever. */
export function stalled(body: Body, after: number): ReadableStream<Uint8Array> {
  return beginningOf(body, after, () => new Promise<void>(() => {}));
}

/** Sends the first bytes of the body of the response to a request, then breaks it off. */
export function cut(request: Request, body: Body, after: number): ReadableStream<Uint8Array> {
  return beginningOf(body, after, async (controller) => {
    for (let i = 0; i < TURNS_BEFORE_CUT; i++) await turn();
    breakOff(request, controller);
  });
}

/** A body without its last byte, which makes its JSON invalid. */
export function withoutLastByte(body: Body): ReadableStream<Uint8Array> {
  const reader = body?.getReader();
  let held: Uint8Array = new Uint8Array();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      for (;;) {
        const read = await reader?.read();
        if (read === undefined || read.done) {
          if (held.length > 1) controller.enqueue(held.subarray(0, -1));
          return controller.close();
        }
        if (read.value.length === 0) continue;
        const ready = held;
        held = read.value;
        if (ready.length > 0) return controller.enqueue(ready);
      }
    },
    cancel: (reason) => reader?.cancel(reason),
  }, { highWaterMark: 0 });
}

function beginningOf(
  body: Body,
  bytes: number,
  end: (controller: ReadableStreamDefaultController<Uint8Array>) => Promise<void>,
): ReadableStream<Uint8Array> {
  const reader = body?.getReader();
  let left = bytes;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      while (left > 0) {
        const read = await reader?.read();
        if (read === undefined || read.done) break;
        const part = read.value.subarray(0, left);
        if (part.length === 0) continue;
        left -= part.length;
        return controller.enqueue(part);
      }
      void reader?.cancel().catch(() => {});
      await end(controller);
    },
    cancel: (reason) => reader?.cancel(reason),
  }, { highWaterMark: 0 });
}
