import { expect, test } from "bun:test";
import { createClient } from "../../../../mod.ts";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { firstRecords } from "../../../../tools/records/first-records.ts";
import { inferTypes, pullSeed } from "../../../../tools/mod.ts";

async function world(count: number) {
  const mock = createMockServer();
  const people = mock.tenant.collections.create({ slug: "people", name: "People" });
  for (let n = 0; n < count; n++) people.records.add({ data: { n } });
  const app = await mock.tenant.apps.create({ name: "Tools", description: "Reads records" });
  const client = createClient(app.clientOptions());
  const requests = () => mock.journal.count({ path: "/collections/people" });
  return { client, requests };
}

test("it yields at most so many records, in order", async () => {
  const { client } = await world(700);
  for (const most of [1, 299, 300, 301, 600, 650, Infinity]) {
    const found: unknown[] = [];
    for await (const { data } of firstRecords(client, "people", most, undefined)) {
      found.push(data["n"]);
    }
    expect(found).toEqual(Array.from({ length: Math.min(most, 700) }, (_, n) => n));
  }
});

test("a sample and a small seed take one request for each collection", async () => {
  const { client, requests } = await world(700);
  const [people] = await inferTypes(client);
  expect([people?.records, requests()]).toEqual([300, 1]);
  const { collections: [seed] } = await pullSeed(client, { limit: 20 });
  expect([seed?.records.length, requests()]).toEqual([20, 2]);
});
