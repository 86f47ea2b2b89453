import type { Behaviors } from "../behaviors/behaviors.ts";
import { type CollectionsState, createCollections } from "../collections/collections.ts";
import { createMemoryStore } from "../collections/memory-store/memory-store.ts";

/**
 * Fills throwaway collections, so that invalid records are found before anything changes. It uses neither
 * time nor random values, which Workers forbid at module scope.
 *
 * @throws What `fill` throws.
 */
export function dryRun(
  behaviors: Behaviors,
  fill: (collections: CollectionsState) => void,
): void {
  let made = 0;
  const newId = () => `dry run ${made++}`;
  fill(createCollections({ now: () => 0, newId, behaviors, createStore: createMemoryStore }));
}
