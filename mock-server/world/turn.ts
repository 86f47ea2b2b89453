// Taken now, before a test runner can put its own in its place.
const realSetTimeout = globalThis.setTimeout;

/** Settles in the next turn of the event loop, when everything that was ready has gone on. */
export function turn(): Promise<void> {
  return new Promise((resolve) => realSetTimeout(resolve, 0));
}
