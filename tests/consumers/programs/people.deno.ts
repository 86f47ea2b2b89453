// deno-lint-ignore-file no-import-prefix no-unversioned-import
// Without an import map and a package.json entry: `npm:` names the package.
import { createClient } from "npm:@kinakit/kinabase";
import { createMockServer } from "npm:@kinakit/kinabase/mock";

Deno.test("people", async () => {
  const mock = createMockServer({ seed: { collections: [{ slug: "people", name: "People" }] } });
  const app = await mock.tenant.apps.create({ name: "Deno", description: "Uses npm:" });
  const people = createClient(app.clientOptions()).collection<{ fullName: string }>("people");
  const { id } = await people.create({ data: { fullName: "Ada Lovelace" } });
  const { data } = await people.get(id);
  const name: string = data.fullName;
  if (name !== "Ada Lovelace") throw new Error(name);
  // @ts-expect-error The types are loaded: `data` is not any.
  data.surname;
});
