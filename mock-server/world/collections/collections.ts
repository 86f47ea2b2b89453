import { type CollectionDefinition, collectionDefinition } from "./definitions.ts";
import { collectionHandle } from "./collection-handle.ts";
import { checked } from "../../support/check.ts";
import { formatValue, type Path, pathText } from "../../support/format-value.ts";
import { expectId } from "../../support/expect-id.ts";
import { nameHint } from "../../support/name-hint.ts";
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
  /**
   * The collection with a slug, or with an ID in any letter case, such as one of a seed.
   *
   * @throws {TypeError} When the tenant has no such collection. The message names the collections it has.
   *
   * @example
   * ```ts
   * import { createMockServer, demoSeed } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer({ seed: demoSeed() });
   * const people = mock.tenant.collections.get("people");
   * console.log(people.records.count());
   * ```
   */
  get(slugOrId: string): MockCollection;
  /** All collections, oldest first. */
  list(): MockCollection[];
}

/** The collections of a tenant, with the operations that requests and seeds use. */
export interface CollectionsState extends Collections {
  /** Like `create`, for internal use. */
  add(definition: CollectionDefinition): CollectionState;
  /** Like `list`, for internal use. */
  all(): CollectionState[];
  /** Like `get`, for internal use. */
  find(name: string): CollectionState | undefined;
  /** A hint for a name that no collection has. */
  hint(name: string): string;
  /** The collection as a test holds it. */
  handle(collection: CollectionState): MockCollection;
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
  const handles = new WeakMap<CollectionState, MockCollection>();

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

  function add(given: CollectionDefinition): CollectionState {
    const definition = checked(collectionDefinition, given, "collection");
    checkFree(definition, []);
    const id = definition.id?.toLowerCase();
    const created = createCollection({ ...definition, id }, host);
    all.push(created);
    return created;
  }

  function handle(collection: CollectionState): MockCollection {
    const known = handles.get(collection) ?? collectionHandle(collection, find);
    handles.set(collection, known);
    return known;
  }

  const hint = (name: string) =>
    nameHint(name, all.map(({ slug }) => slug), {
      known: "collections",
      none: "This tenant has no collections.",
    });

  return {
    create: (given) => handle(add(given)),
    get(name) {
      expectId("slug", name);
      const found = find(name);
      if (found !== undefined) return handle(found);
      throw new TypeError(
        `slug: collection ${formatValue(name)} does not exist in this tenant. ${hint(name)}`,
      );
    },
    list: () => all.map(handle),
    add,
    all: () => [...all],
    find,
    hint,
    handle,
    checkFree,
    clear() {
      for (const collection of all.splice(0)) collection.clear();
    },
  };
}
