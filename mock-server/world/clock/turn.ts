import { realSetTimeout } from "./real-timers.ts";

// Bun's fake timers replace even a setTimeout that was saved earlier, but not setImmediate. Other runtimes
// use a timer: it waits longer than setImmediate, which servers need.
const realSetImmediate: unknown = "Bun" in globalThis && Reflect.get(globalThis, "setImmediate");

/** Resolves in the next turn of the event loop, after everything that was ready has run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof realSetImmediate === "function") realSetImmediate(resolve);
    else realSetTimeout(resolve, 0);
  });
}
