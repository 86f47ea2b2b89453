import { type CollectionDefinition, collectionDefinition } from "./definitions.ts";
import { checked } from "../../support/check.ts";
import { type Path, pathText } from "../../support/format-value.ts";
import {
  type CollectionHost,
  type CollectionState,
  createCollection,
  type MockCollection,
} from "./collection.ts";

/** The collections of a tenant. */
export interface Collections {
  /**
   * Makes a collection, as an administrator does in Kinabase.
   *
   * @throws {TypeError} When the definition is wrong, or its slug or ID is taken.
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

/** The collections of a tenant, and how requests and seeds find their way to them. */
export interface CollectionsState extends Collections {
  create(definition: CollectionDefinition): CollectionState;
  list(): CollectionState[];
  /** The collection with a slug, or with an ID in any case. */
  find(name: string): CollectionState | undefined;
  /**
   * Finds out whether a definition's slug and ID are free.
   *
   * @param at Where the definition is.
   * @throws {TypeError} When one is taken.
   */
  checkFree(definition: CollectionDefinition, at: Path): void;
  /** Takes all away, with their records. */
  clear(): void;
}

/** Makes a tenant's collections: none. */
export function createCollections(host: CollectionHost): CollectionsState {
  const all: CollectionState[] = [];

  const find = (name: string) =>
    all.find((collection) => collection.slug === name || collection.hasId(name));

  function checkFree({ slug, id = "" }: CollectionDefinition, at: Path): void {
    for (const [name, value] of Object.entries({ slug, id })) {
      if (find(value) === undefined) continue;
      const place = pathText([...at, name]);
      throw new TypeError(
        `${place}: ${JSON.stringify(value)} is already used in this tenant. Choose another.`,
      );
    }
  }

  return {
    create(given) {
      const definition = checked(collectionDefinition, given, "collection");
      checkFree(definition, []);
      const created = createCollection(definition, host);
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
