import { formatValue } from "../../support/format-value.ts";
import type { CollectionState, MockCollection } from "./collection.ts";

/** Why a collection that a test holds may not exist, and what to do. */
export const WHY_IT_IS_GONE: string =
  "reset(), restore() or remove() of its tenant removed it. Create it " +
  "again, or put it into the seed of the tenant.";

/**
 * A collection as a test holds it. Each use finds the collection with its ID: `reset` and `restore` replace all
 * collections by new ones, and what a test writes to an old one would be lost.
 *
 * @param find Finds a collection of the tenant by its slug or ID.
 */
export function collectionHandle(
  of: CollectionState,
  find: (name: string) => CollectionState | undefined,
): MockCollection {
  function current(): CollectionState {
    const { slug } = of;
    // Compared first: the ID is made when it is first read, which Workers forbid at module scope.
    const found = find(slug) === of ? of : find(of.id);
    if (found !== undefined) return found;
    throw new Error(
      `Collection ${formatValue(slug)} (${of.id}) no longer exists: ${WHY_IT_IS_GONE}`,
    );
  }
  return {
    get id() {
      return of.id;
    },
    slug: of.slug,
    name: of.name,
    records: {
      count: () => current().records.count(),
      list: () => current().records.list(),
      add: (record) => current().records.add(record),
    },
    telemetry: (recordId) => current().telemetry(recordId),
  };
}
