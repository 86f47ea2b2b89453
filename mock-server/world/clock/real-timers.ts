// Saved now, before a test runner can replace them.
const takenSetTimeout = taken("setTimeout");
const takenClearTimeout = taken("clearTimeout");

/** A timer's handle. */
export type Timer = ReturnType<typeof setTimeout>;

/** The runtime's own `setTimeout`. */
export function realSetTimeout(wake: () => void, ms: number): Timer {
  return takenSetTimeout()(wake, ms);
}

/** The runtime's own `clearTimeout`. */
export function realClearTimeout(timer: Timer | undefined): void {
  takenClearTimeout()(timer);
}

/** On Deno a getter loads the timers, which takes 10 ms. So the getter is saved and called on first use. */
function taken<K extends "setTimeout" | "clearTimeout">(name: K): () => (typeof globalThis)[K] {
  const getter = Object.getOwnPropertyDescriptor(globalThis, name)?.get;
  if (getter !== undefined) return getter.bind(globalThis);
  const value = globalThis[name];
  return () => value;
}
