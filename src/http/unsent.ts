// Errors of calls of which not one request left: no token could be had, or the caller was too late.
const unsent = new WeakSet<object>();

/** Remembers that a call failed before its first request was sent. */
export function markUnsent(error: unknown): void {
  if (typeof error === "object" && error !== null) unsent.add(error);
}

/** Whether a call failed before its first request was sent, so that nothing can have been written. */
export function isUnsent(error: unknown): boolean {
  return typeof error === "object" && error !== null && unsent.has(error);
}
