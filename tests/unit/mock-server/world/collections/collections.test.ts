import { describe, expect, test } from "bun:test";
import { createBehaviors } from "../../../../../mock-server/world/behaviors/behaviors.ts";
import { createCollections } from "../../../../../mock-server/world/collections/collections.ts";
import { createMemoryStore } from "../../../../../mock-server/world/collections/memory-store/memory-store.ts";

import { createMockControl, createMockServer, demoSeed } from "../../../../../mock-server/mod.ts";

const ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";
const OTHER = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b22";

const collections = () =>
  createCollections({
    now: () => 0,
    newId: () => OTHER,
    behaviors: createBehaviors(),
    createStore: createMemoryStore,
  });

describe("a collection is found", () => {
  test("by its slug, in the same letter case", () => {
    const all = collections();
    const people = all.add({ slug: "people", name: "People" });
    const upper = all.add({ slug: "People", name: "People" });
    expect([all.find("people"), all.find("People"), all.find("PEOPLE")])
      .toEqual([people, upper, undefined]);
  });

  test("by its ID, in any letter case", () => {
    for (const id of [ID, ID.toUpperCase()]) {
      const all = collections();
      const people = all.add({ slug: "people", name: "People", id });
      expect([all.find(ID), all.find(ID.toUpperCase()), all.find(OTHER)])
        .toEqual([people, people, undefined]);
    }
  });

  test("by an ID that was generated, once it was read", () => {
    const all = collections();
    const people = all.add({ slug: "people", name: "People" });
    expect(all.find(OTHER)).toBeUndefined();
    expect(people.id).toBe(OTHER);
    expect(all.find(OTHER.toUpperCase())).toBe(people);
  });
});

describe("get", () => {
  const tenants = async () => {
    const mock = createMockServer({ seed: demoSeed(), control: true });
    const url = "http://localhost:8787";
    return [mock.tenant, createMockControl(url, { fetch: mock.fetch }).tenant] as const;
  };

  test("returns a collection of a seed by its slug or ID", async () => {
    for (const { collections: of } of await tenants()) {
      const people = await of.get("people");
      expect([people.name, await people.records.count()]).toEqual(["People", 50]);
      expect((await of.get(people.id.toUpperCase())).slug).toBe("people");
    }
  });

  test("an unknown slug is a TypeError that names a similar one, or all", async () => {
    for (const { collections: of } of await tenants()) {
      for (
        const [slug, message] of [
          ["peple", 'collection "peple" does not exist in this tenant. Did you mean "people"?'],
          ["x", 'collection "x" does not exist in this tenant. Known collections: companies, '],
          ["", 'expected an ID, got "".'],
        ] as const
      ) {
        const error = await (async () => await of.get(slug))().catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(TypeError);
        expect(String(error)).toStartWith(`TypeError: slug: ${message}`);
      }
    }
  });
});
