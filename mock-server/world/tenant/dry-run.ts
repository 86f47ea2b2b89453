import { type CollectionsState, createCollections } from "../collections/collections.ts";
import { createMemoryStore } from "../collections/memory-store.ts";

/**
 * Fills collections that nobody will see, so that all that is wrong with the records shows before
 * anything is done. It takes neither time nor random values, which Workers lack at module scope.
 *
 * @throws What `fill` throws.
 */
export function dryRun(fill: (collections: CollectionsState) => void): void {
  let made = 0;
  const newId = () => `rehearsal ${made++}`;
  fill(createCollections({ now: () => 0, newId, createStore: createMemoryStore }));
}
