import { realSetTimeout } from "./real-timers.ts";

// Bun's fake timers reach a setTimeout that was taken before them, but no setImmediate. Elsewhere a timer's
// turn is the longer one, and servers want it.
const realSetImmediate: unknown = "Bun" in globalThis && Reflect.get(globalThis, "setImmediate");

/** Settles in the next turn of the event loop, when everything that was ready has gone on. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof realSetImmediate === "function") realSetImmediate(resolve);
    else realSetTimeout(resolve, 0);
  });
}
