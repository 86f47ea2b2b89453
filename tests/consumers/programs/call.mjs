// Shared by all consumers in plain JavaScript: the client calls the mock, through the published names.
import { createClient, NotFoundError } from "@kinakit/kinabase";
import { createMockServer } from "@kinakit/kinabase/mock";

/** @returns {Promise<string>} */
export async function callTheMock() {
  const mock = createMockServer();
  mock.tenant.collections.create({ slug: "people", name: "People" });
  const app = await mock.tenant.apps.create({ name: "Consumer", description: "Uses the package" });
  const client = createClient(app.clientOptions());
  const people = client.collection("people");
  const { id } = await people.create({ data: { fullName: "Ada Lovelace" } });
  await mock.clock.advance("61m");
  const names = [];
  for await (const { data } of people.list()) names.push(data.fullName);
  await people.delete(id);
  const missing = await people.get(id).catch((error) => error);
  if (!(missing instanceof NotFoundError)) throw new Error(`expected NotFoundError: ${missing}`);
  if (mock.journal.count({ path: "/token" }) !== 2) throw new Error("expected two token requests");
  return `called, and found ${names.join(", ")}`;
}
