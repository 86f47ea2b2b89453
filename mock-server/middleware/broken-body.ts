import { turn } from "../world/clock/turn.ts";

// Servers collect the beginning of a body for a turn or two before they send the head; one that meets
// the end in that time sends no head, but an error of its own.
const TURNS_BEFORE_CUT = 4;

/** An answer's body, read no further than it is wanted. */
type Body = ReadableStream<Uint8Array> | null;

/** The first bytes of a body, and then nothing more, for ever. */
export function stalled(body: Body, after: number): ReadableStream<Uint8Array> {
  return beginningOf(body, after, () => new Promise<void>(() => {}));
}

/** The first bytes of a body, and then it breaks off. */
export function cut(body: Body, after: number): ReadableStream<Uint8Array> {
  return beginningOf(body, after, async (controller) => {
    for (let i = 0; i < TURNS_BEFORE_CUT; i++) await turn();
    // Servers print the reason; a text, not an Error, so that it does not look like a defect. Without
    // one @hono/node-server would end the answer as if it were complete.
    controller.error("A cutBody fault ended this response early");
  });
}

/** A body without its last byte, which is one that JSON cannot do without. */
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
