import { type CollectionDefinition, collectionDefinition } from "./definitions.ts";
import { checked } from "../../support/check.ts";
import { formatValue, type Path, pathText } from "../../support/format-value.ts";
import {
  type CollectionHost,
  type CollectionState,
  createCollection,
  type MockCollection,
} from "./collection.ts";

/** The collections of a tenant. */
export interface Collections {
  /**
   * Creates a collection, as an administrator does in Kinabase.
   *
   * @throws {TypeError} When the definition is invalid, or its slug or ID is already used.
   *
   * @example
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer();
   * const people = mock.tenant.collections.create({
   *   slug: "people",
   *   name: "People",
   *   fields: { jobTitle: "text", temperature: { type: "number", tracked: true } },
   * });
   * people.records.add({ data: { jobTitle: "Engineer" } });
   * ```
   */
  create(definition: CollectionDefinition): MockCollection;
  /** All collections, oldest first. */
  list(): MockCollection[];
}

/** The collections of a tenant, with the operations that requests and seeds use. */
export interface CollectionsState extends Collections {
  create(definition: CollectionDefinition): CollectionState;
  list(): CollectionState[];
  /** The collection with a slug, or with an ID in any letter case. */
  find(name: string): CollectionState | undefined;
  /**
   * Checks that a definition's slug and ID are not used.
   *
   * @param at The path of the definition.
   * @throws {TypeError} When one is already used.
   */
  checkFree(definition: CollectionDefinition, at: Path): void;
  /** Removes all collections and their records. */
  clear(): void;
}

/** Creates the collections of a tenant, empty at first. */
export function createCollections(host: CollectionHost): CollectionsState {
  const all: CollectionState[] = [];

  function find(name: string): CollectionState | undefined {
    const id = name.toLowerCase();
    return all.find((collection) => collection.slug === name || collection.knownId === id);
  }

  function checkFree({ slug, id = "" }: CollectionDefinition, at: Path): void {
    for (const [name, value] of Object.entries({ slug, id })) {
      if (find(value) === undefined) continue;
      const place = pathText([...at, name]);
      throw new TypeError(
        `${place}: ${formatValue(value)} is already used in this tenant. Choose another.`,
      );
    }
  }

  return {
    create(given) {
      const definition = checked(collectionDefinition, given, "collection");
      checkFree(definition, []);
      const id = definition.id?.toLowerCase();
      const created = createCollection({ ...definition, id }, host);
      all.push(created);
      return created;
    },
    list: () => [...all],
    find,
    checkFree,
    clear() {
      for (const collection of all.splice(0)) collection.clear();
    },
  };
}
