import { expect, test } from "bun:test";
import { createClient } from "../../../../mod.ts";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { chosenCollections } from "../../../../tools/records/chosen-collections.ts";

test("names of collections that are no array are refused before anything is sent", async () => {
  const mock = createMockServer();
  const app = await mock.tenant.apps.create({ name: "Tools", description: "Chooses collections" });
  const client = createClient(app.clientOptions());
  const chosen: unknown = Reflect.apply(chosenCollections, undefined, [client, "people", {}]);
  await expect(chosen).rejects.toThrow(
    new TypeError("collections: expected an array of slugs or IDs, got a string"),
  );
  expect(mock.journal.count({})).toBe(0);
});
