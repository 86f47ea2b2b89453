// Taken now, before a test runner can put its own in their place.
const takenSetTimeout = taken("setTimeout");
const takenClearTimeout = taken("clearTimeout");

/** What a timer is known by. */
export type Timer = ReturnType<typeof setTimeout>;

/** The runtime's own `setTimeout`. */
export function realSetTimeout(wake: () => void, ms: number): Timer {
  return takenSetTimeout()(wake, ms);
}

/** The runtime's own `clearTimeout`. */
export function realClearTimeout(timer: Timer | undefined): void {
  takenClearTimeout()(timer);
}

/** On Deno a getter loads the timers, which takes 10 ms: it is kept, and called when a timer is needed. */
function taken<K extends "setTimeout" | "clearTimeout">(name: K): () => (typeof globalThis)[K] {
  const getter = Object.getOwnPropertyDescriptor(globalThis, name)?.get;
  if (getter !== undefined) return getter.bind(globalThis);
  const value = globalThis[name];
  return () => value;
}
